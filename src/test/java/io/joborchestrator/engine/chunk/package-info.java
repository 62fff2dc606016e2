@NullMarked
package io.joborchestrator.engine.chunk;

import org.jspecify.annotations.NullMarked;
