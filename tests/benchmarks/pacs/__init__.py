"""How fast films and answers come from an archive: ours beside DCMTK and pynetdicom."""
