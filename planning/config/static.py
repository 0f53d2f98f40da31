"""Static files with hashed names, JavaScript imports included."""

from __future__ import annotations

from servestatic.storage import CompressedManifestStaticFilesStorage


class ModuleManifestStorage(CompressedManifestStaticFilesStorage):
    """Rewrite ``import`` lines of ES modules to hashed names as well, and compress once.

    ``collectstatic`` fails on an import that leads nowhere or in a circle, so it also
    proves that the browser's modules fit together.
    """

    support_js_module_import_aggregation = True
    # One pass settles one layer of imports, and the modules are more layers deep than
    # Django's default of five; a circle never settles and still fails.
    max_post_process_passes = 30
