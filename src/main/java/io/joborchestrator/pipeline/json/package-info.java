/**
 * What a JSON file is really like, found out before an engine reads it, and the clean copy of one
 * that engines would read in different ways.
 */
@NullMarked
package io.joborchestrator.pipeline.json;

import org.jspecify.annotations.NullMarked;
