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
    /// For which pixels of each of these films it was made, see pixelChecksum(); an empty text:
    /// the object does not say. CCAD's own objects do.
    QStringList checksums = {};
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

/// How an object and a film belong together.
enum class Belonging
{
    OtherFilm, ///< the object names other films
    OtherPicture, ///< it names the film's UID, but was made for other pixels
    ByUid, ///< it names the film's UID, and does not say for which pixels it was made
    NotCompared, ///< it names the film's UID and says the pixels, but those of the film are not
                 ///< known
    Proven, ///< it was made for the film's pixels
};

/// The one place that says whether an object is for a film. `checksum`: pixelChecksum() of the
/// film, or empty where it is not known.
[[nodiscard]] Belonging belongingOf(const FilmObject& object, const QString& uid,
                                    const QString& checksum);

/// The tags that tell, in an item that refers to a film, the pixels that were meant: a private
/// creator, and the checksum in its block.
constexpr quint32 checksumCreatorTag = 0x00090010;
constexpr quint32 checksumTag = 0x00091001;
constexpr auto checksumCreator = "CCAD FILM PIXELS";

/// So many objects are named on one film: nobody reads more.
inline constexpr qsizetype mostNotedObjects = 8;
/// A sentence for the notes of a film (NoteCode::Overlays); empty for Belonging::OtherFilm. `file`:
/// its name, or empty where it must not be told.
[[nodiscard]] QString noteOnFilmObject(const QString& what, const QString& file,
                                       Belonging belonging);

/// A sentence on a film that shares its UID with another one (NoteCode::SharedUid). `other`: the
/// name of that one, or empty where it is not known or must not be told.
[[nodiscard]] QString uidUsedTwice(const QString& other = {});
[[nodiscard]] bool isUidUsedTwice(const QString& sentence);

} // namespace ccad
