"""What keeps the work honest without reading it: clocks that call, the daily ledger, samples, deletion."""
