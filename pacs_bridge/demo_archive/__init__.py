"""A small archive of our own: a folder of films behind C-ECHO, C-FIND, C-GET, C-MOVE, C-STORE.

For the demonstration where Orthanc is not installed, and for tests. It listens on the
loopback interface only. Start reading at :mod:`pacs_bridge.demo_archive.service`.
"""
