/** Tests of documents and types found in files. */
@NullMarked
package io.joborchestrator.pipeline.schema;

import org.jspecify.annotations.NullMarked;
