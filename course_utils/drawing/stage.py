"""Drawing a moving figure fast: what stands still once, the rest at each change."""

import io

from PIL import Image

from course_utils.drawing.figures import CYCLE


class Stage:
    """A figure drawn once; each change draws what `update` drew or moved, no more.

    What lies above that, such as a star or the frame, is drawn again on top of it, so
    that the picture equals, pixel by pixel, one that was drawn as a whole. That holds
    for what moves inside its axes; a title or a legend beside them is left alone.
    """

    def __init__(self, fig, update, values):
        self.fig, self.canvas, self.update = fig, fig.canvas, update
        self.still = {ax: set(ax.get_children()) for ax in fig.axes}
        self._call(values)
        self.canvas.draw()  # lays the figure out; nothing changes its layout any more
        fig.set_layout_engine("none")
        self.limits = {ax: (ax.get_xlim(), ax.get_ylim()) for ax in fig.axes}
        self.lifted = set()
        for ax in fig.axes:
            order = self._in_order(ax)
            moving = [i for i, artist in enumerate(order) if self._moves(ax, artist)]
            above = order[moving[0] :] if moving else ()
            self.lifted |= {artist for artist in above if self._meets(ax, artist)}
        animated = {artist for artist in self.lifted if artist.get_animated()}
        for artist in self.lifted:
            artist.set_animated(True)
        self.canvas.draw()
        self.background = self.canvas.copy_from_bbox(fig.bbox)
        for artist in self.lifted - animated:
            artist.set_animated(False)

    def draw(self, values):
        """Draw the figure for these values and return the sentence of `update`."""
        sentence = self._call(values)
        self.canvas.restore_region(self.background)
        for ax, (xlim, ylim) in self.limits.items():
            if (ax.get_xlim(), ax.get_ylim()) != (xlim, ylim):
                ax.set(xlim=xlim, ylim=ylim)
            for artist in self._in_order(ax):
                if artist in self.lifted or self._moves(ax, artist):
                    ax.draw_artist(artist)
        return sentence

    def jpeg(self):
        """What the canvas shows now, as the bytes of a JPEG."""
        size, pixels = self.canvas.get_width_height(), self.canvas.buffer_rgba()
        file = io.BytesIO()
        picture = Image.frombuffer("RGBA", size, pixels, "raw", "RGBA", 0, 1)
        # colours at every second dot, which are those of a pixel of the page
        picture.convert("RGB").save(file, "JPEG", quality=80, subsampling=2)
        return file.getvalue()

    def _call(self, values):
        for ax, still in self.still.items():
            for artist in set(ax.get_children()) - still:
                artist.remove()
            ax.set_prop_cycle(CYCLE)
        sentence = self.update(**values)
        if not isinstance(sentence, str) or not sentence.strip():
            raise ValueError(
                "update must return the sentence that says what the picture shows, "
                f"not {sentence!r:.40}"
            )
        return sentence

    def _moves(self, ax, artist):
        return artist.get_animated() or artist not in self.still[ax]

    def _meets(self, ax, artist):
        """Whether something that moves inside the axes may touch it."""
        box = artist.get_tightbbox(self.canvas.get_renderer())
        known = box is not None and box.width > 0 and box.height > 0
        return self._moves(ax, artist) or not known or box.overlaps(ax.bbox.padded(2))

    def _in_order(self, ax):
        artists = [artist for artist in ax.get_children() if artist is not ax.patch]
        return sorted(artists, key=lambda artist: artist.zorder)
