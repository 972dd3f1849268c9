// SPDX-License-Identifier: GPL-3.0-or-later
// What lies among studies without being one is counted, not given.
#include "tests/core/intake/dicomdir_writer.h"
#include "tests/core/intake/intake_fixture.h"
#include "tests/core/intake/zip_writer.h"

#include <climits>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

namespace {

/// Enough of a DICOM file to be taken for one.
QByteArray dicomBegin()
{
    return QByteArray(128, '\0') + "DICM";
}

} // namespace

class TestIntakeCompanions final : public IntakeFixture
{
    Q_OBJECT

private Q_SLOTS:
    void aStickWithTwoPatients()
    {
        for (const char* study : {"DICOM/PAT1/IM0001", "DICOM/PAT2/IM0001"})
            (void)write(QString::fromLatin1(study), dicomBegin());
        for (const char* companion :
             {"autorun.inf", "viewer.exe", "INDEX.HTM", "README.TXT", "VERSION", "DICOM/LOCKFILE",
              "DICOM/PAT1/._IM0001", "DICOM/PAT1/.DS_Store", "DICOM/PAT1/Thumbs.db",
              "DICOM/PAT1/desktop.ini", "DICOM/PAT1/~$report.docx", "DICOM/PAT1/IM0001.dcm~",
              "DICOM/PAT1/IM9.dcm.part", "DICOM/PAT1/thumbnail.jpg", "@eaDir/SYNO.jpg",
              "__MACOSX/DICOM/._IM0001", "System Volume Information/x", "$RECYCLE.BIN/y"})
            (void)write(QString::fromLatin1(companion));
        QCOMPARE(namesOf(entriesOf(request())), list({"DICOM/PAT1/IM0001", "DICOM/PAT2/IM0001"}));
        QCOMPARE(m_companions.total(), qint64{18});
        QCOMPARE(m_companions.of(Companion::System), qint64{5});
        QCOMPARE(m_companions.of(Companion::Folder), qint64{4});
        QCOMPARE(m_companions.of(Companion::Lock), qint64{3});
        QCOMPARE(m_companions.of(Companion::Unfinished), qint64{1});
        QCOMPARE(m_companions.of(Companion::Document), qint64{5});
    }

    void namedFilesAreTriedWhateverTheirNames()
    {
        QStringList named;
        for (const char* name : {".hidden.png", "Thumbs.db", "a.part", "README.TXT", "lock"})
            named << write(QString::fromLatin1(name));
        QCOMPARE(namesOf(entriesOf(request(named))),
                 list({".hidden.png", "Thumbs.db", "a.part", "README.TXT", "lock"}));
        QCOMPARE(m_companions.total(), qint64{0});
        // Nobody named those that a watch found.
        IntakeRequest watched = request(named);
        watched.areNamed = false;
        QCOMPARE(entriesOf(watched).size(), std::size_t{0});
        QCOMPARE(m_companions.total(), qint64{5});
    }

    void aNamedFolderIsEnteredWhateverItsName()
    {
        (void)write(u".cache/@eaDir/a"_s);
        (void)write(u".cache/b"_s);
        QCOMPARE(namesOf(entriesOf(request({m_day + u"/.cache"_s}))), list({".cache/b"}));
        QCOMPARE(namesOf(entriesOf(request({m_day + u"/.cache/@eaDir"_s}))),
                 list({".cache/@eaDir/a"}));
    }

    void aPictureIsOneWhateverItsEnding()
    {
        (void)write(u"VERSION"_s, dicomBegin());
        (void)write(u"film.txt"_s, "\x89PNG\r\n\x1A\n and so on");
        (void)write(u"notes.txt"_s, "none");
        // A document is no archive, although it is packed as one.
        writeZip(m_day + u"/letter.docx"_s, {{"word/document.xml", "text"}});
        QCOMPARE(namesOf(entriesOf(request())), list({"VERSION", "film.txt"}));
        QCOMPARE(m_companions.of(Companion::Document), qint64{2});
    }

    void foldersWithNamesOfFilesAreEntered()
    {
        for (const char* name : {"README/a", "DICOMDIR/b", "x.part/c", "Thumbs.db/d"})
            (void)write(QString::fromLatin1(name));
        QCOMPARE(entriesOf(request()).size(), std::size_t{4});
    }

    void whatAnIndexListsIsAStudy()
    {
        (void)write(u"IMAGES/README"_s, "no picture, but listed");
        writeDicomdir(m_day + u"/DICOMDIR"_s, {"IMAGES\\README"});
        QCOMPARE(namesOf(entriesOf(request())), list({"IMAGES/README"}));
    }

    void theSameInArchives()
    {
        writeZip(m_day + u"/mac.zip"_s,
                 {{"st/IM1.dcm", "one"}, {"__MACOSX/st/._IM1.dcm", "fork"}, {"st/.DS_Store", "x"}});
        writeZip(m_day + u"/only.zip"_s, {{"__MACOSX/._a", "fork"}});
        const auto entries = entriesOf(request());
        QCOMPARE(namesOf(entries), list({"mac.zip/st/IM1.dcm", "only.zip!"}));
        QCOMPARE(entries[1].problem->code, ErrorCode::Refused);
        QVERIFY2(entries[1].problem->message.contains(u"1 hidden"_s),
                 qPrintable(entries[1].problem->message));
        QCOMPARE(m_companions.total(), qint64{2});
    }

    void badMembersHaveRowsBesideTheGoodOnes()
    {
        writeZipEncrypting(m_day + u"/day.zip"_s, {{"a", "1"}, {"b", "2"}, {"c", "3"}},
                           [](const QByteArray& name) { return name != "a"; });
        const auto entries = entriesOf(request());
        QCOMPARE(namesOf(entries), list({"day.zip/a", "day.zip/b!", "day.zip/c!"}));
        QVERIFY(entries[1].problem->message.contains(u"encrypted"_s));
    }

    void aPathThatIsTooLongIsARow()
    {
        (void)write(u"a"_s);
        // Made step by step: no call takes the whole path.
        const QByteArray part(200, 'x');
        int folder = ::open(QFile::encodeName(m_day).constData(), O_RDONLY | O_DIRECTORY);
        for (int i = 0; i < PATH_MAX / part.size() + 1; ++i) {
            QVERIFY(::mkdirat(folder, part.constData(), 0700) == 0);
            const int inner = ::openat(folder, part.constData(), O_RDONLY | O_DIRECTORY);
            ::close(folder);
            folder = inner;
        }
        ::close(::openat(folder, "film", O_CREAT | O_WRONLY, 0600));
        ::close(folder);
        const auto entries = entriesOf(request());
        QCOMPARE(entries.size(), std::size_t{2});
        QVERIFY2(entries[1].problem->message.contains(u"longer than the system takes"_s),
                 qPrintable(entries[1].problem->message));
    }

    void namesThatLookLikeOptionsOrHoldLineBreaks()
    {
        (void)write(u"--out"_s);
        (void)write(u"two\nlines"_s);
        QCOMPARE(namesOf(entriesOf(request())), list({"--out", "two\nlines"}));
    }
};

QTEST_GUILESS_MAIN(TestIntakeCompanions)
#include "test_intake_companions.moc"
