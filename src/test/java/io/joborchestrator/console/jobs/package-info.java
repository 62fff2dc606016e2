@NullMarked
package io.joborchestrator.console.jobs;

import org.jspecify.annotations.NullMarked;
