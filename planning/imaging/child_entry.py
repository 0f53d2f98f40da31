"""Where the child process begins: limits first, then the work that was named.

Light on purpose: the parent imports it to name the functions, and must not load numpy or
any decoder by that.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import resource
import sys
import threading
import time
import warnings
from importlib import import_module

from planning.imaging.refusal import CannotShow

MEMORY_BYTES = 2 * 2**30
# Exit codes by which a child says why it ended itself.
EXIT_DECODER_FAILED = 81
EXIT_OUT_OF_MEMORY = 82
EXIT_PARENT_GONE = 83
# Time for the pool to note who took the task, before its taker is gone.
_PARTING_S = 0.05


def prepare() -> None:
    """Limit this process for good; called once when it starts."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    threading.Thread(target=_leave_with_parent, daemon=True).start()


def _leave_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(EXIT_PARENT_GONE)


def perform(work: str, arguments: tuple, cpu_s: int) -> object:
    """Do one piece of work and return its result.

    A decoder that failed may have left the process in any state, so a failure other than
    a plain refusal ends the process with one of the exit codes of this module.

    Parameters
    ----------
    work : str
        A name in the ``WORK`` of :mod:`planning.imaging.child`, or ``volume_child.`` and a
        name in that of :mod:`planning.imaging.volume_child`.
    arguments : tuple
        For that function; plain values.
    cpu_s : int
        Processor seconds it may use; the kernel ends the process after that.

    Raises
    ------
    CannotShow
        When the pixels cannot be shown.
    """
    used = resource.getrusage(resource.RUSAGE_SELF)
    budget = int(used.ru_utime + used.ru_stime) + 1 + cpu_s
    resource.setrlimit(resource.RLIMIT_CPU, (budget, resource.RLIM_INFINITY))
    try:
        module, _, name = work.rpartition(".")
        work_of = import_module(f"planning.imaging.{module or 'child'}").WORK
        return work_of[name](*arguments)
    except CannotShow:
        raise
    except MemoryError:
        code = EXIT_OUT_OF_MEMORY
    except Exception as error:
        # The class alone: texts of decoders may quote what is in the file.
        print(f"imaging child: {work}: {type(error).__name__}", file=sys.stderr)  # noqa: T201
        code = EXIT_DECODER_FAILED
    time.sleep(_PARTING_S)
    os._exit(code)
