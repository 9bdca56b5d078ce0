package dev.parley.adapter.mssql;

/**
 * One step of the schema, as the history tells of it and as a file does.
 *
 * @param version its number
 * @param description what its file is called, with spaces
 * @param checksum of its file's lines
 */
record Migration(String version, String description, int checksum) {}
