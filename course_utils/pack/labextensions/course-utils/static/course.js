// What the page lacks and ipywidgets cannot be asked for: names and readable values of
// slider handles, their arrow keys, and tabs that tell exercises from lessons. It is read
// as it stands, without a build. Without it all works, only less well.
const HANDLE = '.noUi-handle[role=slider]';
const LOG = 'course-log-slider';

// 0.95, where ipywidgets says 0.9500000000000001; 0.0631 where it says its logarithm.
function readable(value, log) {
  return String(log ? Number((10 ** value).toPrecision(3)) : Number(value.toFixed(10)));
}

// 1e-8 as 0.00000001: what ARIA takes for a number has no exponent.
function decimal(number) {
  return String(number).includes('e') ? Number(number).toFixed(12).replace(/0+$/, '') : String(number);
}

function set(element, name, value) {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

// `aria-valuetext` comes with all digits; the other three, rounded to one, are replaced.
function describe(handle) {
  const said = handle.getAttribute('aria-valuetext');
  if (said === null || said === handle.said) return; // our own change
  const row = handle.closest('.widget-hbox') ?? handle.closest('.widget-slider');
  const field = row?.querySelector('input[type=number]');
  const value = readable(Number(said), handle.closest(`.${LOG}`) !== null);
  handle.said = value;
  set(handle, 'aria-valuetext', value);
  set(handle, 'aria-valuenow', decimal(value));
  for (const end of ['min', 'max']) {
    if (field?.hasAttribute(end)) set(handle, `aria-value${end}`, decimal(field.getAttribute(end)));
  }
  const name = row?.querySelector('.widget-label')?.textContent.trim();
  if (name) set(handle, 'aria-label', name);
  set(handle, 'data-lm-suppress-shortcuts', 'true'); // Notebook 7 takes the arrow keys
}

function watchSliders() {
  const options = { subtree: true, childList: true, attributeFilter: ['aria-valuetext'] };
  const all = node => node.querySelectorAll?.(HANDLE).forEach(describe);
  new MutationObserver(changes => {
    for (const { type, target, addedNodes } of changes) {
      if (type === 'attributes') describe(target);
      for (const node of addedNodes) requestAnimationFrame(() => all(node)); // with its classes
    }
  }).observe(document.body, options);
}

// A lesson and its exercises have the same file name; another label would rename the file.
function markTabs(shell) {
  for (const { context, title } of shell.widgets('main')) {
    const folder = context?.path?.match(/(?:^|\/)exercises\//) ? 'exercises' : '';
    if (title.dataset.folder !== folder) title.dataset = { ...title.dataset, folder };
  }
}

function styleTabs() {
  const style = document.createElement('style');
  const label = '.lm-TabBar-tab[data-folder=exercises] .lm-TabBar-tabLabel';
  style.textContent = `${label}::before { content: "Exercises · "; }`;
  document.head.append(style);
}

const plugin = {
  id: 'course-utils:page',
  autoStart: true,
  activate: ({ shell }) => {
    watchSliders();
    styleTabs();
    for (const signal of [shell.layoutModified, shell.currentChanged]) {
      signal?.connect(() => markTabs(shell));
    }
  },
};

window._JUPYTERLAB = window._JUPYTERLAB ?? {};
window._JUPYTERLAB['course-utils'] = {
  init: () => {},
  get: async () => () => ({ __esModule: true, default: plugin }),
};
