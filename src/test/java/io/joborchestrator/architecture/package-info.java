/** The architecture as tests: who may use whom, and where a library may appear. */
@NullMarked
package io.joborchestrator.architecture;

import org.jspecify.annotations.NullMarked;
