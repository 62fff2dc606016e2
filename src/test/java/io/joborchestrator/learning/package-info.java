@NullMarked
package io.joborchestrator.learning;

import org.jspecify.annotations.NullMarked;
