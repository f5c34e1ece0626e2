"""What people see: tables and cards on a terminal and in notebooks, records for programs, other formats, the page."""
