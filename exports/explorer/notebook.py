"""The explorer inside a notebook."""

import html
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class NotebookPage:
    """A page that Jupyter shows below the cell, `height` in pixels."""

    page: str = field(repr=False)
    height: int = 640

    def _repr_html_(self) -> str:
        # Without allow-same-origin the page cannot reach the notebook around it.
        return (
            f'<iframe srcdoc="{html.escape(self.page, quote=True)}" width="100%" height="{self.height}" '
            'sandbox="allow-scripts allow-downloads allow-popups allow-modals" style="border:0" title="Graph"></iframe>'
        )
