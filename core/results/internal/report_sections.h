// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/results/internal/content_items.h"
#include "core/results/result_objects.h"

namespace ccad::results {

// The sections of a report by TID 1500 (PS3.16), in the order of the template.

/// A TEXT that comes before all else: what has to be seen first. The template is extensible.
void addNotice(ContentWriter& root, const FilmResult& result);
/// Language, observer, procedure reported: what the rest is about.
void addContext(ContentWriter& root, const FilmSource& film, const FilmResult& result);
/// TID 1600 with the film.
void addImageLibrary(ContentWriter& root, const FilmSource& film);
/// Which algorithm, with which weights and parameters, said what these items hold: of a number by
/// TID 4019 as Relation::ConceptModifier. A container of evaluations takes no such modifiers; there
/// it contains them as texts.
void addAlgorithm(ContentWriter& items, Relation relation, const FilmResult& result);
/// One TID 1410 a class, and one for the severity if it was asked for.
void addMeasurements(ContentWriter& root, const ObjectRequest& request);
/// Gate, threshold, audit, possible classes, grade of the map, what a spacing is, warnings.
void addEvaluations(ContentWriter& root, const ObjectRequest& request);
/// What a reader said, under the reader's own name.
void addReader(ContentWriter& root, const FilmResult& result);

/// A concept of CCAD's own. `value` has at most 16 characters.
[[nodiscard]] Code ownCode(const char* value, const QString& meaning);
/// A concept of DICOM's.
[[nodiscard]] Code dcmCode(const char* value, const char* meaning);

} // namespace ccad::results
