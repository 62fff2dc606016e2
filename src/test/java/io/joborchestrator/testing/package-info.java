/** Fixtures shared by tests: databases, fakes, data and builders. */
@NullMarked
package io.joborchestrator.testing;

import org.jspecify.annotations.NullMarked;
