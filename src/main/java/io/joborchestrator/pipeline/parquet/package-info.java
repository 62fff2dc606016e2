/** The layout of Parquet files, as far as it takes to cut and join them without decoding. */
@NullMarked
package io.joborchestrator.pipeline.parquet;

import org.jspecify.annotations.NullMarked;
