"""Real peers (Orthanc, DCMTK and others), and the promises every archive keeps."""
