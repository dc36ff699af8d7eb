"""The service desk (校友事务): what alumni ask becomes a case with a department and a deadline."""
