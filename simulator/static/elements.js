// The smallest help for building the page: elements without markup strings, so nothing a person typed becomes HTML.
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name in element && name !== "list") element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

export async function ask(path) {
  const answer = await fetch(path);
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
}

export async function tell(path, body) {
  const answer = await fetch(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
}

export async function hand(path, file) {
  const answer = await fetch(path, { method: "POST", headers: { "content-type": file.type || "image/jpeg" }, body: file });
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
}

export async function sample(kind) {
  const answer = await fetch(`/sandbox/sample/${kind}`);
  if (!answer.ok) throw new Error(await answer.text());
  return answer.blob();
}
