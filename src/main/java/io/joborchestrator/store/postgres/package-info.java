/** The stores on PostgreSQL: the only place that speaks SQL to the shared schema. */
@NullMarked
package io.joborchestrator.store.postgres;

import org.jspecify.annotations.NullMarked;
