// What lab.py asks of the page: `lab.ready()`, `lab.ran()` ... of the open notebook.
window.lab = {
  panel: () => window.jupyterapp.shell.currentWidget,

  cells: () => [...lab.panel().context.model.cells].filter(
    cell => cell.type === 'code' && cell.sharedModel.source.trim()),

  outputs: () => lab.cells().flatMap(cell => cell.outputs.toJSON()),

  find: path => [...lab.panel().node.querySelectorAll(path)],

  errors: () => lab.outputs()
    .filter(output => output.output_type === 'error')
    .map(output => `${output.ename}: ${output.evalue}`),

  // Lab shows "idle" before it is connected, and then drops a Run All without a word.
  ready: async () => {
    if (!window.jupyterapp || document.querySelector('#jupyterlab-splash')) return false;
    const panel = lab.panel();
    if (!panel?.sessionContext) return false;
    await panel.context.ready;
    await panel.sessionContext.ready;
    const kernel = panel.sessionContext.session?.kernel;
    return kernel?.connectionStatus === 'connected' && kernel.status === 'idle';
  },

  // An error ends a Run All: the cells after it are never counted.
  ran: () => lab.panel().sessionContext.session.kernel.status === 'idle'
    && (lab.errors().length > 0 || lab.cells().every(
      cell => cell.executionCount && cell.executionState !== 'running')),

  drawn: () => {
    const kind = 'application/vnd.jupyter.widget-view+json';
    const views = lab.find('.jp-OutputArea-output > .jupyter-widgets');
    const wanted = lab.outputs().filter(output => output.data && kind in output.data);
    const images = lab.find('.jp-OutputArea img');
    return views.length === wanted.length
      && images.every(image => image.complete && image.naturalWidth > 0);
  },

  moved: ([figure, src, text]) => {
    const image = figure.querySelector('img');
    const status = figure.querySelector('[role=status]');
    const told = status.textContent; // the picture's title, unless it is an error
    return (image.src !== src || status.innerText !== text)
      && (image.title === told || told.includes('Error: '))
      && image.complete && image.naturalWidth > 0;
  },
};
