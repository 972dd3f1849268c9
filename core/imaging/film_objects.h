// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include <optional>

namespace ccad {

/// An object without a picture that is for films, such as a presentation state.
struct FilmObject
{
    QString what; ///< "a presentation state (PR)"
    QStringList filmUids; ///< SOP Instance UIDs; the first ones, where there are many
    bool operator==(const FilmObject&) const = default;
};

/// Whose film a DICOM file is, or for which films it is, without its picture.
struct FilmHead
{
    QString sopInstanceUid; ///< of a film; empty for none that is usable, and for objects
    std::optional<FilmObject> object; ///< of a file without a picture that is for films
};

namespace imaging {

/// The clause with which a reader refuses it.
[[nodiscard]] QString clauseOn(const FilmObject& object);

} // namespace imaging

/// The object that a sentence with that clause is about; nothing for other sentences.
[[nodiscard]] std::optional<FilmObject> filmObjectIn(const QString& sentence);

/// So many objects are named on one film: nobody reads more.
inline constexpr qsizetype mostNotedObjects = 8;
/// A sentence for the notes of a film (NoteCode::Overlays). `file`: its name, or empty where it
/// must not be told.
[[nodiscard]] QString noteOnFilmObject(const QString& what, const QString& file);

} // namespace ccad
