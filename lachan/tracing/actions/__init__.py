"""Every change of tracing, one verb each."""
