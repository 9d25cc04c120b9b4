"""What holds for administrative units whatever stores them: names, tables, matching across reforms, lineage."""
