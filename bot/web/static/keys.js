// Makes a key in this device, or signs with one: the forms of that kind are shown where the browser can do it at all.
const forms = document.querySelectorAll("form[data-key]");

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

const asked = async (form) => {
  const sent = new URLSearchParams();
  sent.set("form_token", form.elements.form_token.value);
  sent.set("once", crypto.randomUUID());
  const answer = await fetch(form.dataset.question, { method: "POST", body: sent, cache: "no-store" });
  if (!answer.ok) throw new Error(String(answer.status));
  const options = (await answer.json())[form.dataset.key];
  options.challenge = bytes(options.challenge);
  if (options.user) options.user.id = bytes(options.user.id);
  for (const known of [...(options.excludeCredentials ?? []), ...(options.allowCredentials ?? [])]) known.id = bytes(known.id);
  return options;
};

const answered = ({ id, rawId, type, response }) => {
  const said = { clientDataJSON: text(response.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature"]) if (response[name]) said[name] = text(response[name]);
  return JSON.stringify({ id, rawId: text(rawId), type, response: said, clientExtensionResults: {} });
};

if (window.PublicKeyCredential) {
  document.querySelector("[data-without-key]")?.setAttribute("hidden", "");
  for (const form of forms) {
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const button = form.querySelector("button");
      button.disabled = true;
      form.querySelector("[data-failed]").hidden = true;
      try {
        const publicKey = await asked(form);
        const key = await navigator.credentials[form.dataset.key === "make" ? "create" : "get"]({ publicKey });
        form.elements.answer.value = answered(key);
        form.submit();
      } catch {
        // The person thought better of it, or the device said no.
        form.querySelector("[data-failed]").hidden = false;
        button.disabled = false;
      }
    });
  }
}
