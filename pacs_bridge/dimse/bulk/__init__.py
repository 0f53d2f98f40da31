"""A small upper layer of our own for bulk transfer (PS3.8): bytes from the socket to the disc.

pynetdicom hands every byte through two threads and several copies, and accepts a PDU of any
length. Here one thread reads, each film goes to its file as it comes, and every length and
every wait has a limit. It speaks only what C-GET and receiving need; all else is pynetdicom's.

Reading order: ``pdu`` · ``command`` (bytes) · ``pipe`` (a connection) · ``messages`` ·
``arrival`` (a file) · as SCU ``line`` · ``conversation`` · ``find`` · ``retrieve`` · as SCP
``greeting`` (what is agreed) · ``attending`` (one caller) · ``server`` (all of them).
"""
