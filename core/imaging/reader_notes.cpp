// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/reader_notes.h"

#include <QJsonObject>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

/// In the order of the enumeration.
const QStringList& names()
{
    static const QStringList list{u"other"_s,
                                  u"window-replaced"_s,
                                  u"window-corrected"_s,
                                  u"window-ignored"_s,
                                  u"range-fitted"_s,
                                  u"polarity"_s,
                                  u"values-corrected"_s,
                                  u"palette-corrected"_s,
                                  u"depth-reduced"_s,
                                  u"colour"_s,
                                  u"transparent"_s,
                                  u"frames"_s,
                                  u"raw-values"_s,
                                  u"stream-mended"_s,
                                  u"shape-resampled"_s,
                                  u"overlays"_s,
                                  u"lengths-corrected"_s,
                                  u"surplus"_s,
                                  u"bits-corrected"_s,
                                  u"few-pixels"_s,
                                  u"data-damaged"_s,
                                  u"uid-used-twice"_s,
                                  u"copy"_s,
                                  u"file-replaced"_s};
    return list;
}

} // namespace

QString noteCodeName(NoteCode code)
{
    return names()[static_cast<qsizetype>(code)];
}

NoteCode noteCodeByName(const QString& name)
{
    return static_cast<NoteCode>(std::max<qsizetype>(names().indexOf(name), 0));
}

void ReaderNotes::add(NoteCode code, const QString& sentence)
{
    append(sentence);
    if (code != NoteCode::Other)
        m_codes.insert(sentence, code);
}

void ReaderNotes::add(NoteCode code, const QStringList& sentences)
{
    for (const QString& sentence : sentences)
        add(code, sentence);
}

void ReaderNotes::add(const ReaderNotes& notes)
{
    for (const ReaderNote& note : notes.coded())
        add(note.code, note.sentence);
}

NoteCode ReaderNotes::codeOf(const QString& sentence) const
{
    return m_codes.value(sentence, NoteCode::Other);
}

std::vector<ReaderNote> ReaderNotes::coded() const
{
    std::vector<ReaderNote> notes;
    for (const QString& sentence : *this)
        notes.push_back({codeOf(sentence), sentence});
    return notes;
}

QJsonArray notesToJson(const ReaderNotes& notes)
{
    QJsonArray json;
    for (const ReaderNote& note : notes.coded())
        json.append(QJsonObject{{u"code"_s, noteCodeName(note.code)}, {u"text"_s, note.sentence}});
    return json;
}

ReaderNotes notesFromJson(const QJsonArray& json)
{
    ReaderNotes notes;
    for (const QJsonValue& value : json)
        if (const QJsonObject note = value.toObject(); note[u"text"_s].isString())
            notes.add(noteCodeByName(note[u"code"_s].toString()), note[u"text"_s].toString());
    return notes;
}

} // namespace ccad
