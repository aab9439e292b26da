// Small helpers for elements.

/**
 * The element with this id, which the page has.
 *
 * @param {string} id
 * @returns {any}
 */
export const byId = id => document.getElementById(id);

/**
 * A new element. `class`, `text`, `on` and `vars` are special, true and false set or leave out an attribute, all else is an attribute.
 *
 * @param {string} tag
 * @param {{class?: string, text?: string, on?: Object<string, (event: any) => void>, vars?: Object<string, *>} & Object<string, *>} [what]
 * @param {...(Node|string)} children
 * @returns {any}
 */
export function el(tag, what = {}, ...children) {
  const element = document.createElement(tag);
  const { class: classes, text, on = {}, vars = {}, ...attributes } = what;
  if (classes) element.className = classes;
  if (text !== undefined) element.textContent = text;
  for (const [event, listener] of Object.entries(on)) element.addEventListener(event, listener);
  for (const [name, value] of Object.entries(vars)) element.style.setProperty(`--${name}`, value);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children);
  return element;
}

/** Says something to those who listen, without a change that is seen. */
export function say(text) {
  byId('spoken').textContent = text;
}

/**
 * Calls back once, when nothing was asked for a while.
 *
 * @param {number} milliseconds
 * @param {() => void} action
 */
export function settled(milliseconds, action) {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(action, milliseconds);
  };
}
