"""A small upper layer of our own for bulk retrieval (PS3.8): bytes from the socket to the disc.

pynetdicom hands every byte through two threads and several copies, and accepts a PDU of any
length. Here one thread reads, each film goes to its file as it comes, and every length and
every wait has a limit. It speaks only what C-GET needs; all else is pynetdicom's.
"""
