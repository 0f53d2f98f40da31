"""Static files with hashed names, JavaScript imports included; modules without their comments."""

from __future__ import annotations

import os
import re
from pathlib import Path

from rjsmin import jsmin
from servestatic.compress import Compressor
from servestatic.storage import CompressedManifestStaticFilesStorage

TEMPLATE_IN_TEMPLATE = re.compile(r"\$\{[^}`]*`")


class ModuleCompressor(Compressor):
    """Compress every file once, and strip our own modules of comments and spaces before.

    What a browser gets is the compressed file; the plain one beside it stays as it is written.
    Vendored files are stripped by those who made them.

    Parameters
    ----------
    modules : Path
        Folder of our own modules.
    """

    def __init__(self, *, modules: Path, **settings: object):
        super().__init__(**settings)
        self._modules = modules

    def compress(self, path: str | os.PathLike[str]) -> list[str]:
        """Write the compressed variants of a file and return their paths."""
        source = Path(path)
        if source.suffix != ".js" or not source.is_relative_to(self._modules):
            return super().compress(path)
        stripped = strip(source.read_text("utf-8")).encode()
        packed = self.compress_gzip(stripped)
        return [self.write_data(os.fspath(path), packed, ".gz", source.stat())]


def strip(module: str) -> str:
    """Return a module without comments and without spaces that mean nothing."""
    # rjsmin 1.3 takes the end of a template within a template for the end of both, and then
    # takes spaces out of sentences.
    return module if TEMPLATE_IN_TEMPLATE.search(module) else jsmin(module)


class ModuleManifestStorage(CompressedManifestStaticFilesStorage):
    """Rewrite ``import`` lines of ES modules to hashed names as well, and compress once.

    ``collectstatic`` fails on an import that leads nowhere or in a circle, so it also
    proves that the browser's modules fit together.
    """

    support_js_module_import_aggregation = True
    # One pass settles one layer of imports, and the modules are more layers deep than
    # Django's default of five; a circle never settles and still fails.
    max_post_process_passes = 30

    def create_compressor(self, **settings: object) -> Compressor:
        """Return what compresses the collected files."""
        return ModuleCompressor(modules=Path(self.location) / "js", **settings)
