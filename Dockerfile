# Hansho in one image: `hansho serve` by default, `hansho worker` for the work alone. See docs/running.md.

# sha256:… of the day you look (docs/running.md). Without it nothing is built: a tag is whatever its registry says today.
ARG PYTHON_DIGEST

FROM python:3.11-slim-bookworm@${PYTHON_DIGEST} AS build
RUN pip install --no-cache-dir uv==0.13.9
ENV UV_NO_CACHE=1 UV_LINK_MODE=copy UV_COMPILE_BYTECODE=1 UV_PYTHON=/opt/hansho/bin/python
WORKDIR /build
RUN uv venv --python /usr/local/bin/python3.11 /opt/hansho
COPY requirements.lock ./
# One lock serves the tests too; what only they need leaves again.
RUN uv pip sync --require-hashes requirements.lock \
 && uv pip uninstall hypothesis import-linter mypy playwright pypdfium2 pytest pytest-cov pytest-xdist ruff
COPY masking masking
RUN /opt/hansho/bin/python -m masking.models /opt/models
COPY pyproject.toml README.md LICENSE ./
COPY audit audit
COPY bot bot
COPY handlers handlers
COPY policy policy
COPY storage storage
RUN uv pip install --no-deps .

FROM python:3.11-slim-bookworm@${PYTHON_DIGEST}
# The letters of posters and notices, under the OFL.
RUN apt-get update \
 && apt-get install -y --no-install-recommends fonts-morisawa-bizud-gothic \
 && rm -rf /var/lib/apt/lists/*
# The decoder's socket gets its folder's group, whose members may speak to it.
RUN groupadd --gid 10001 hansho && groupadd --gid 10002 decoder \
 && useradd --system --uid 10001 --gid 10001 --home-dir /data --shell /usr/sbin/nologin hansho \
 && useradd --system --uid 10002 --gid 10002 --home-dir /nonexistent --shell /usr/sbin/nologin decoder \
 && install -d -o hansho -g hansho -m 700 /data /data/keys /data/checkpoints \
 && install -d -o decoder -g hansho -m 2750 /run/decoder
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
