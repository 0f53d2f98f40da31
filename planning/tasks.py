"""Contents page: every kind of job and the stage that carries it out."""

from planning.imaging import tasks as imaging  # noqa: F401
from planning.imaging import upload_tasks as uploads  # noqa: F401
from planning.imaging import volume_tasks as volumes  # noqa: F401
from planning.pacs import tasks as pacs  # noqa: F401
from planning.reports import tasks as reports  # noqa: F401
from planning.studies import tasks as studies  # noqa: F401
