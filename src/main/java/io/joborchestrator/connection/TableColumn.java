package io.joborchestrator.connection;

import io.joborchestrator.pipeline.spec.ColumnType;
import org.jspecify.annotations.Nullable;

/**
 * A column of a table in a database.
 *
 * @param sqlType as the database writes it
 * @param type as which pipelines read it, or null if they cannot hold it
 * @param notNull it takes no NULL
 * @param filled it gets a value by itself where none is given
 * @param computed the database computes it and takes no value for it
 */
public record TableColumn(
    String name,
    String sqlType,
    @Nullable ColumnType type,
    boolean notNull,
    boolean filled,
    boolean computed) {}
