@NullMarked
package io.joborchestrator.pipeline.chunk;

import org.jspecify.annotations.NullMarked;
