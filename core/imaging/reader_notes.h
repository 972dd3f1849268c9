// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QJsonArray>
#include <QString>
#include <QStringList>

#include <initializer_list>
#include <vector>

namespace ccad {

/// What a note of the reader is about.
enum class NoteCode
{
    Other,
    VoiReplaced, ///< the file's window or VOI LUT does not render the picture
    VoiCorrected, ///< a VOI LUT was read otherwise than it says
    VoiIgnored, ///< a window or VOI LUT makes no sense, or is one too many
    RangeFitted, ///< display values fill a small part of their bits
    Polarity, ///< it is not certain which values are bright
    ValuesCorrected, ///< rescale or modality LUT was ignored or read otherwise than it says
    PaletteCorrected,
    DepthReduced, ///< values of more than 16 bits
    Colour, ///< turned into luminance, or read in another colour space than the file says
    Transparent,
    Frames, ///< one of several frames or pages, or fewer than the file says
    RawValues, ///< not made for viewing
    StreamMended, ///< damaged or wrongly named pixel data, every pixel of which is there
    ShapeResampled, ///< pixels that are not square
    Overlays, ///< drawn over the picture, or left out
    LengthsCorrected, ///< spacing, magnification or distances
    Surplus, ///< more bytes of pixels than the file declares
    BitsCorrected, ///< bits set beside the stored ones, or samples read otherwise than declared
    FewPixels, ///< the picture is smaller than what a network looks at
    DataDamaged, ///< parts of the picture seem to be missing or damaged
    SharedUid, ///< another film carries the same SOP Instance UID
    Copy, ///< the same study was there before
    Replaced, ///< the file holds another film by now
};

/// "window-replaced" and the like: the code in JSON and CSV. It never changes.
[[nodiscard]] QString noteCodeName(NoteCode code);
/// Other for a name that is not known.
[[nodiscard]] NoteCode noteCodeByName(const QString& name);

struct ReaderNote
{
    NoteCode code = NoteCode::Other;
    QString sentence;
    bool operator==(const ReaderNote&) const = default;
};

/// What was replaced, put right or left out of a file: whole sentences, in the order in which they
/// were noted. Whoever shows them takes the list for what it is, a QStringList; programs ask for
/// the code of each. A sentence that was added without a code has the code Other.
class ReaderNotes : public QStringList
{
public:
    ReaderNotes() = default;
    ReaderNotes(const QStringList& sentences) : QStringList(sentences) { }
    ReaderNotes(std::initializer_list<QString> sentences) : QStringList(sentences) { }

    void add(NoteCode code, const QString& sentence);
    void add(NoteCode code, const QStringList& sentences);
    /// Adds the notes of another list, with their codes.
    void add(const ReaderNotes& notes);

    [[nodiscard]] NoteCode codeOf(const QString& sentence) const;
    [[nodiscard]] std::vector<ReaderNote> coded() const;

private:
    QHash<QString, NoteCode> m_codes; ///< by sentence; Other is left out
};

/// A list of {"code", "text"}: the form of JSON, of the journal and of what a decoder answers.
[[nodiscard]] QJsonArray notesToJson(const ReaderNotes& notes);
/// Entries that are no notes are left out.
[[nodiscard]] ReaderNotes notesFromJson(const QJsonArray& json);

} // namespace ccad
