@NullMarked
package io.joborchestrator.pipeline.parquet;

import org.jspecify.annotations.NullMarked;
