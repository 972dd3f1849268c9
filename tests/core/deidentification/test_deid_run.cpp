// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "core/deidentification/deid_run.h"
#include "tests/core/deidentification/film_of_alice.h"
#include "tests/core/deidentification/film_with_text.h"

#include <QDirIterator>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

/// A whole run, as the command and the window ask for it.
class TestDeidRun : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_run = {};
        m_run.paths = {path(u"in"_s)};
        m_run.out = path(u"out"_s);
        m_run.policy = TextPolicy::Leave;
    }

    void secretsStayOutOfTheFolder()
    {
        QVERIFY(checkDeidRun(m_run));
        for (QString DeidRun::*file : {&DeidRun::mapping, &DeidRun::key, &DeidRun::boxes}) {
            DeidRun run = m_run;
            run.*file = path(u"out/deep/secret"_s);
            QCOMPARE(checkDeidRun(run).error().code, ErrorCode::InvalidArgument);
            QCOMPARE(deidentifyAll(run, [](auto&&...) {}).error().code, ErrorCode::InvalidArgument);
            run.*file = path(u"out-secret"_s); // beside it
            QVERIFY(checkDeidRun(run));
        }
    }

    /// A link to the folder leads into it.
    void secretsStayOutByAnyPath()
    {
        QVERIFY(QDir().mkpath(m_run.out));
        QVERIFY(QFile::link(m_run.out, path(u"link"_s)));
        m_run.mapping = path(u"link/deep/mapping"_s);
        QVERIFY2(checkDeidRun(m_run), "it asks no disk");
        QCOMPARE(deidentifyAll(m_run, [](auto&&...) {}).error().code, ErrorCode::InvalidArgument);
        m_run.mapping.clear();
        m_run.paths = {path(u"link"_s)};
        QCOMPARE(deidentifyAll(m_run, [](auto&&...) {}).error().code, ErrorCode::InvalidArgument);
    }

    /// Once a mapping took the place of the film that it was about.
    void onlyAnEarlierListIsReplaced()
    {
        m_run.isMappingPlain = true;
        const QString film = path(u"in/a.dcm"_s);
        put(u"in/a.dcm"_s, filmOfAlice());
        for (QString DeidRun::*file : {&DeidRun::mapping, &DeidRun::boxes}) {
            DeidRun run = m_run;
            run.*file = film;
            run.existing = Existing::Replace;
            QCOMPARE(deidentifyAll(run, [](auto&&...) {}).error().code, ErrorCode::InvalidArgument);
            QCOMPARE(readFile(film, 1 << 20).value(), filmOfAlice());
            run.*file = path(u"list"_s);
            run.policy = TextPolicy::Ask;
            QVERIFY(QFile::remove(run.*file) || !QFile::exists(run.*file));
            for (int i = 1; i <= 2; ++i)
                QVERIFY(deidentifyAll(run, [](auto&&...) {}));
        }
        DeidRun sealedRun = m_run;
        sealedRun.isMappingPlain = false;
        sealedRun.passphrase = "long enough";
        sealedRun.mapping = path(u"sealed"_s);
        sealedRun.existing = Existing::Replace;
        for (int i = 1; i <= 2; ++i)
            QVERIFY(deidentifyAll(sealedRun, [](auto&&...) {}));
    }

    void eachListHasItsOwnFile()
    {
        const QString one = path(u"one"_s);
        for (const auto& [first, second] : {std::pair{&DeidRun::mapping, &DeidRun::key},
                                            std::pair{&DeidRun::mapping, &DeidRun::boxes},
                                            std::pair{&DeidRun::key, &DeidRun::boxes}}) {
            DeidRun run = m_run;
            run.*first = one;
            run.*second = path(u"./one"_s);
            QCOMPARE(checkDeidRun(run).error().code, ErrorCode::InvalidArgument);
        }
    }

    void datesAreKeptOneWay()
    {
        m_run.options = DeidOption::RetainFullDates;
        QVERIFY(checkDeidRun(m_run));
        m_run.options |= DeidOption::RetainModifiedDates;
        QVERIFY(!checkDeidRun(m_run));
    }

    void aFileThatFailsStopsNoOther()
    {
        put(u"in/a.dcm"_s, filmOfAlice().chopped(100));
        put(u"in/b.dcm"_s, filmOfAlice());
        put(u"in/readme.txt"_s, "hello");
        QStringList told;
        const auto report = deidentifyAll(
            m_run, [&](const NamedFile& file, const Result<DeidFile>&) { told << file.file; });
        QVERIFY2(report, report ? "" : qPrintable(report.error().message));
        QCOMPARE(told, (QStringList{path(u"in/a.dcm"_s), path(u"in/b.dcm"_s)}));
        QCOMPARE(report->written, qint64{1});
        QCOMPARE(report->failed, qint64{1});
        QCOMPARE(report->companions.total(), qint64{1});
        QVERIFY(!report->wasInterrupted);
        QCOMPARE(written().size(), 1);
    }

    /// Films that were written by then have to be found again.
    void aCancelledRunLeavesItsMapping()
    {
        put(u"in/a.dcm"_s, filmOfAlice());
        put(u"in/b.dcm"_s, filmOfAlice([](DcmDataset& dataset) {
                dataset.putAndInsertString(DCM_SOPInstanceUID, "1.2.3.4");
            }));
        m_run.mapping = path(u"mapping.csv"_s);
        m_run.isMappingPlain = true;
        CancelToken cancel;
        const auto report = deidentifyAll(
            m_run, [&](const NamedFile&, const Result<DeidFile>&) { cancel.cancel(); }, cancel);
        QVERIFY(report);
        QVERIFY(report->wasInterrupted);
        QCOMPARE(written().size(), 1);
        const auto mapping = readFile(m_run.mapping, 1 << 20);
        QVERIFY(mapping);
        QVERIFY(mapping->contains("MRN4711"));
        QVERIFY(mapping->contains("a.dcm"));
        QVERIFY(!mapping->contains("in/b.dcm")); // names of new files may end so
    }

    void anEarlierListIsReplacedWhenAsked()
    {
        put(u"in/a.dcm"_s, filmOfAlice());
        for (QString DeidRun::*file : {&DeidRun::mapping, &DeidRun::boxes}) {
            DeidRun run = m_run;
            run.*file = path(u"earlier"_s);
            run.isMappingPlain = true;
            QVERIFY(deidentifyAll(run, [](auto&&...) {}));
            const QByteArray earlier = *readFile(run.*file, 1 << 20);
            QVERIFY(QDir(run.out).removeRecursively());
            QCOMPARE(deidentifyAll(run, [](auto&&...) {}).error().code, ErrorCode::AlreadyExists);
            QCOMPARE(*readFile(run.*file, 1 << 20), earlier);
            QVERIFY(written().isEmpty());
            run.existing = Existing::Replace;
            QVERIFY(deidentifyAll(run, [](auto&&...) {}));
            QVERIFY(QFile::remove(run.*file));
        }
    }

    /// What a killed run wrote is in the mapping, too.
    void theMappingIsThereWhileFilmsAreWritten()
    {
        put(u"in/a.dcm"_s, filmOfAlice());
        put(u"in/b.dcm"_s, filmOfAlice([](DcmDataset& dataset) {
                dataset.putAndInsertString(DCM_SOPInstanceUID, "1.2.3.4");
            }));
        m_run.mapping = path(u"mapping.csv"_s);
        m_run.isMappingPlain = true;
        QList<bool> has;
        QVERIFY(deidentifyAll(m_run, [&](const NamedFile&, const Result<DeidFile>&) {
            const auto mapping = readFile(m_run.mapping, 1 << 20);
            has << (mapping && mapping->contains("a.dcm"));
        }));
        QCOMPARE(has, (QList<bool>{false, true}));
    }

    void aShortPassphraseStopsItAtOnce()
    {
        put(u"in/a.dcm"_s, filmOfAlice());
        m_run.mapping = path(u"mapping"_s);
        m_run.passphrase = "short";
        const auto report = deidentifyAll(m_run, [](auto&&...) {});
        QVERIFY(!report);
        QCOMPARE(report.error().code, ErrorCode::InvalidArgument);
        QVERIFY(written().isEmpty());
    }

    /// The folder of an earlier run may lie among the studies.
    void whatWasWrittenIsNoInput()
    {
        put(u"in/a.dcm"_s, filmOfAlice());
        m_run.out = path(u"in/out"_s);
        for (int i = 1; i <= 2; ++i) {
            const auto report = deidentifyAll(m_run, [](auto&&...) {});
            QVERIFY(report);
            QCOMPARE(report->written, qint64{1});
        }
    }

    /// What somebody is shown is what a run asks about, under the same names.
    void theSearchFindsWhatTheRunBlanks()
    {
        put(u"in/text.dcm"_s, filmWithText());
        put(u"in/none.dcm"_s, filmOfAlice());
        put(u"in/broken.dcm"_s, filmOfAlice().chopped(100));
        m_run.policy = TextPolicy::BlankListed;
        QHash<QString, std::vector<PixelBox>> found;
        QStringList failed;
        const auto searched = searchAll(m_run, {}, [&](const SearchedFilm& film) {
            if (!film.found)
                failed << film.file.file;
            else
                found.insert(film.file.file, film.found->boxes);
        });
        QVERIFY(searched);
        QCOMPARE(failed, QStringList{path(u"in/broken.dcm"_s)});
        QCOMPARE(found.size(), 2);
        QVERIFY(found[path(u"in/none.dcm"_s)].empty());
        QVERIFY(!found[path(u"in/text.dcm"_s)].empty());
        QVERIFY(written().isEmpty());

        // Nobody has said yes: the film waits. Then it is blanked.
        auto report = deidentifyAll(m_run, [](auto&&...) {});
        QVERIFY(report);
        QCOMPARE(report->waiting, qint64{1});
        m_run.listed = found;
        m_run.out = path(u"again"_s);
        std::vector<PixelBox> blanked;
        report = deidentifyAll(m_run, [&](const NamedFile&, const Result<DeidFile>& done) {
            if (done)
                blanked.insert(blanked.end(), done->boxes.begin(), done->boxes.end());
        });
        QVERIFY(report);
        QCOMPARE(report->waiting, qint64{0});
        QCOMPARE(blanked, found[path(u"in/text.dcm"_s)]);
    }

private:
    [[nodiscard]] QString path(const QString& name) const { return m_folder->filePath(name); }
    void put(const QString& name, const QByteArray& content) const
    {
        QVERIFY(QDir().mkpath(QFileInfo(path(name)).path()));
        QVERIFY(writeFileAtomically(path(name), content).hasValue());
    }
    [[nodiscard]] QStringList written() const
    {
        QStringList files;
        QDirIterator it(m_run.out, QDir::Files, QDirIterator::Subdirectories);
        while (it.hasNext())
            files << it.next();
        return files;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    DeidRun m_run;
};

QTEST_GUILESS_MAIN(TestDeidRun)
#include "test_deid_run.moc"
