/** Checked pipelines as SQL of each engine. */
@NullMarked
package io.joborchestrator.pipeline.sql;

import org.jspecify.annotations.NullMarked;
