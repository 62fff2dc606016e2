package io.joborchestrator.pipeline.spec;

/**
 * How a table is cut into parts that are read at once.
 *
 * @param column of whole numbers; each part is a range of them, of the same width
 * @param number of parts, 1 to 64
 */
public record PartitionSpec(String column, int number) {}
