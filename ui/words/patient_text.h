// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/radiograph.h"

#include <QString>
#include <QStringList>

namespace ccad {

class Settings;

// Text that can tell who a study is about: names, numbers, dates, and the names of files and
// folders, which often hold them. All of it goes to screen, screenshot and paper through here, and
// is left out or replaced while Setting::HidePatientText is on.

[[nodiscard]] bool isPatientTextHidden(const Settings& settings);

/// The file's name, or "Study 3" when hidden. `number` counts from 1 in the order of opening.
[[nodiscard]] QString studyTitle(const QString& path, int number, bool hidden);

/// "Doe, Jane" of a Person Name (PS3.5 6.2.1): the first of its alphabetic, ideographic and
/// phonetic groups that says something.
[[nodiscard]] QString readableName(const QString& name);

/// Name, ID, birth date, sex and age, study date: lines for the corner of the picture and the
/// report. Hidden: sex and age alone.
[[nodiscard]] QStringList patientLines(const Radiograph& radiograph, bool hidden);

/// A sentence (an error's, a warning's) with the path, its folder and its file name replaced by
/// `title` when hidden; the sentence itself otherwise.
[[nodiscard]] QString withoutPath(const QString& sentence, const QString& path,
                                  const QString& title, bool hidden);

} // namespace ccad
