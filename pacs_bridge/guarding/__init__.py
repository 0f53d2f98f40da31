"""How an operation runs in a process of its own; :mod:`pacs_bridge.guard` is the entrance.

Three processes: the caller, a small fork server that belongs to it (clean, one thread,
heavy modules imported once), and one child per operation. The server is the child's true
parent, so it can end it and reap it without a race, and the kernel tells it when the
caller dies. The standard library's fork server is not used: it is one per process and
shared with whoever else preloads something, runs the caller's main module again in every
child, and lets children outlive the caller.
"""
