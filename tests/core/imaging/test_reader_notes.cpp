// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/reader_notes.h"

#include <QJsonObject>
#include <QSet>
#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;

class TestImagingReaderNotes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyCodeHasANameOfItsOwn()
    {
        QSet<QString> names;
        const int last = static_cast<int>(NoteCode::Replaced);
        for (int i = 0; i <= last; ++i) {
            const auto code = static_cast<NoteCode>(i);
            names.insert(noteCodeName(code));
            QCOMPARE(noteCodeByName(noteCodeName(code)), code);
        }
        QCOMPARE(names.size(), last + 1);
        QCOMPARE(noteCodeByName(u"of a later version"_s), NoteCode::Other);
    }

    void sentencesKeepTheirOrderAndTheirCodes()
    {
        ReaderNotes notes;
        notes << u"Without a code."_s;
        notes.add(NoteCode::Frames, u"Only the first."_s);
        ReaderNotes more;
        more.add(NoteCode::Colour, u"In colour."_s);
        notes.add(more);
        QCOMPARE(QStringList(notes),
                 QStringList({u"Without a code."_s, u"Only the first."_s, u"In colour."_s}));
        QCOMPARE(notes.coded(),
                 (std::vector<ReaderNote>{{NoteCode::Other, u"Without a code."_s},
                                          {NoteCode::Frames, u"Only the first."_s},
                                          {NoteCode::Colour, u"In colour."_s}}));
    }

    void theyPassThroughJson()
    {
        ReaderNotes notes{u"Without a code."_s};
        notes.add(NoteCode::VoiReplaced, u"Another window, \"so\"."_s);
        const QJsonArray json = notesToJson(notes);
        QCOMPARE(json[1].toObject()[u"code"_s].toString(), u"window-replaced"_s);
        QCOMPARE(notesFromJson(json).coded(), notes.coded());
        QVERIFY(notesFromJson({1, u"a"_s, QJsonObject{}}).isEmpty());
    }
};

QTEST_APPLESS_MAIN(TestImagingReaderNotes)
#include "test_reader_notes.moc"
