// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/results_writing/results_writer.h"

#include <QJsonObject>

namespace ccad::cli {

struct ResultsFormat
{
    bool json = false; ///< a line of JSON; else text for people
    /// Values that tell who the patient is are shown, too, of objects that are not written.
    bool withIdentifiers = false;
};

/// Prints what came of a film: where its objects are, or what is in those that were made and not
/// written.
void printResults(const results::FilmResults& results, const ResultsFormat& format);

/// "kos   out/study-....kos.dcm"
void printWritten(const results::WrittenObject& object, const ResultsFormat& format);

/// What an object holds that is not written: its file's name and main tags.
void printMade(const results::NamedObject& object, const ResultsFormat& format);

} // namespace ccad::cli
