# Hansho in one image: `hansho serve` by default, `hansho worker` for the work alone. See docs/running.md.

# With a digest: --build-arg PYTHON_IMAGE=python:3.11-slim-bookworm@sha256:… (docs/running.md).
ARG PYTHON_IMAGE=python:3.11-slim-bookworm

FROM ${PYTHON_IMAGE} AS build
RUN pip install --no-cache-dir uv==0.13.9
ENV UV_NO_CACHE=1 UV_LINK_MODE=copy UV_COMPILE_BYTECODE=1 UV_PYTHON=/opt/hansho/bin/python
WORKDIR /build
RUN uv venv --python /usr/local/bin/python3.11 /opt/hansho
COPY requirements.lock ./
# One lock serves the tests too; what only they need leaves again.
RUN uv pip sync --require-hashes requirements.lock \
 && uv pip uninstall hypothesis import-linter mypy playwright pytest pytest-cov pytest-xdist ruff
COPY masking masking
RUN /opt/hansho/bin/python -m masking.models /opt/models
COPY pyproject.toml README.md LICENSE ./
COPY audit audit
COPY bot bot
COPY handlers handlers
COPY policy policy
COPY storage storage
RUN uv pip install --no-deps .

FROM ${PYTHON_IMAGE}
RUN useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin hansho \
 && install -d -o hansho -m 700 /data /data/keys /data/checkpoints
COPY --from=build /opt/hansho /opt/hansho
COPY --from=build /opt/models /opt/models
ENV PATH=/opt/hansho/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    HANSHO_MODELS=/opt/models \
    HANSHO_HOST=0.0.0.0 \
    HANSHO_PORT=8080 \
    HANSHO_DATABASE_URL=sqlite:////data/hansho.sqlite3
WORKDIR /data
VOLUME /data
USER hansho
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8080/healthz', timeout=4)"]
STOPSIGNAL SIGTERM
CMD ["hansho", "serve"]
