// SPDX-License-Identifier: GPL-3.0-or-later
// Reports, presentation states and maps that are opened beside their films.
#include "core/base/files.h"
#include "tests/core/results/judged_chest.h"
#include "tests/support/patience.h"
#include "tests/ui/review_fixture.h"
#include "ui/viewer/internal/results_panel.h"
#include "ui/widgets/english_plurals.h"
#include "ui/widgets/sentence_list.h"

#include <QComboBox>
#include <QDir>
#include <QTreeWidget>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::results;

class TestResultsReadBack final : public QObject, private test::ReviewFixture
{
    Q_OBJECT

    EnglishPlurals m_plurals;
    std::unique_ptr<test::JudgedChest> m_chest;

    QString put(const QString& name, const QByteArray& bytes)
    {
        if (!QDir().mkpath(QFileInfo(file(name)).path()) || !writeFileAtomically(file(name), bytes))
            qFatal("cannot write a file for the test");
        return file(name);
    }

    QString putObject(const QString& name, ObjectKind kind)
    {
        return put(name, m_chest->make(kind).bytes);
    }

    ResultsPanel& panel() { return *m_review->findChild<ResultsPanel*>(); }

    [[nodiscard]] QStringList rows()
    {
        QStringList all;
        for (QTreeWidgetItemIterator it(&panel().tree()); *it; ++it)
            all << (*it)->text(0);
        return all;
    }

private Q_SLOTS:
    void initTestCase()
    {
        QCoreApplication::installTranslator(&m_plurals);
        m_chest = std::make_unique<test::JudgedChest>();
        m_model = file(u"model"_s);
        writeModel(m_model);
    }
    void init() { openReview(); }
    void cleanup() { startAfreshWithoutWindow(); }

    void aFolderOfFilmAndReportShowsBoth()
    {
        put(u"one/film.dcm"_s, m_chest->bytes);
        putObject(u"one/film.sr.dcm"_s, ObjectKind::StructuredReport);
        m_review->open({file(u"one"_s)});
        QTRY_COMPARE(panel().choice().count(), 1);
        QTRY_VERIFY(m_review->canvas().hasStudy());
        QTRY_COMPARE(panel().sentence(), QString());
        QCOMPARE(m_review->studies().rowCount(), 1); // the report is no study of its own
        QVERIFY(panel().isVisible());
        const QModelIndex row = m_review->studies().index(0);
        QVERIFY(
            row.data(StudyListModel::SummaryRole).toString().contains(u"1 result from files"_s));
        QVERIFY(panel().choice().currentText().contains(u"CCAD"_s));
        QVERIFY(!rows().filter(u"Probability"_s).isEmpty());

        // The outline is drawn, and G takes it off.
        m_review->canvas().setOverlayVisible(false);
        const QImage with = m_review->canvas().viewImage();
        m_settings->setValue(Setting::FilmOverlays, false);
        QVERIFY(m_review->canvas().viewImage() != with);
        QVERIFY(m_review->canvas().arePlanesHidden());
    }

    void aPresentationStateTurnsTheFilm()
    {
        ShownAs shown = m_chest->shown();
        shown.quarterTurns = 1;
        shown.mirrored = true;
        shown.voi = VoiWindow{900, 700, VoiFunction::Linear, {}};
        put(u"two/film.dcm"_s, m_chest->bytes);
        put(u"two/state.dcm"_s, m_chest->make(ObjectKind::PresentationState, shown).bytes);
        m_review->open({file(u"two"_s)});
        QTRY_VERIFY(m_review->canvas().hasStudy());
        QTRY_VERIFY(m_review->canvas().view().isOnItsSide());
        QVERIFY(m_review->canvas().view().isMirrored());
        QCOMPARE(m_review->canvas().window().center, 900.0);
        QCOMPARE(m_review->canvas().window().width, 700.0);
    }

    void aPresentationStateIsAmongTheNotesOfItsFilm()
    {
        put(u"noted/film.dcm"_s, m_chest->bytes);
        put(u"noted/state.dcm"_s, m_chest->make(ObjectKind::PresentationState).bytes);
        m_review->open({file(u"noted"_s)});
        QTRY_VERIFY(m_review->canvas().hasStudy());
        const QString note = u"A presentation state belongs to this film: state.dcm. The model "
                             "sees nothing of it."_s;
        const auto isShown = [&](const QString& text) {
            const auto lists = m_review->findingPanel().findChildren<SentenceList*>();
            return std::any_of(lists.begin(), lists.end(), [&](const SentenceList* list) {
                return !list->sentences().filter(text).isEmpty();
            });
        };
        QTRY_VERIFY(isShown(note));
        QTRY_VERIFY(m_review->reportContent().finding
                    || !m_review->reportContent().noFinding.isEmpty());
        QCOMPARE(m_review->reportContent().notes.count(note), qsizetype{1});
        // The name of a file may be that of the patient.
        m_settings->setValue(Setting::HidePatientText, true);
        QVERIFY(!isShown(u"state.dcm"_s));
        QVERIFY(isShown(u"A presentation state belongs to this film;"_s));
        m_settings->setValue(Setting::HidePatientText, false);
        Q_EMIT panel().closeRequested();
        QVERIFY(!isShown(u"belongs to this film"_s));
        QVERIFY(m_review->reportContent().notes.filter(u"belongs"_s).isEmpty());
    }

    void resultsOfAnotherPictureWithTheUidAreNotDrawn()
    {
        test::FilmFixture other = test::lyingFilm();
        other.columns += 2;
        const test::JudgedChest twin(other);
        QCOMPARE(twin.film.sopInstanceUid, m_chest->film.sopInstanceUid);
        put(u"twins/a.dcm"_s, m_chest->bytes);
        put(u"twins/b.dcm"_s, twin.bytes);
        put(u"twins/state.dcm"_s, m_chest->make(ObjectKind::PresentationState).bytes);
        m_review->open(
            {file(u"twins/b.dcm"_s), file(u"twins/state.dcm"_s), file(u"twins/a.dcm"_s)});
        QTRY_VERIFY(m_review->canvas().hasStudy());
        QTRY_COMPARE(panel().choice().count(), 1);
        const auto isShown = [&](const QString& text) {
            const auto lists = m_review->findingPanel().findChildren<SentenceList*>();
            return std::any_of(lists.begin(), lists.end(), [&](const SentenceList* list) {
                return !list->sentences().filter(text).isEmpty();
            });
        };
        QTRY_VERIFY(panel().choice().currentText().contains(u"another picture with this UID"_s));
        QVERIFY2(panel().sentence().contains(u"made for another picture"_s),
                 qPrintable(panel().sentence()));
        QTRY_VERIFY(isShown(u"made for another picture: state.dcm"_s));
        QVERIFY(!isShown(u"belongs to this film"_s));
        // The UID is said to be used twice before the other film is looked at.
        QTRY_VERIFY(isShown(u"UID used twice: a.dcm carries"_s));
        QTRY_VERIFY(m_review->reportContent().finding
                    || !m_review->reportContent().noFinding.isEmpty());
        QCOMPARE(m_review->reportContent().notes.filter(u"UID used twice"_s).size(), 1);
        m_settings->setValue(Setting::HidePatientText, true);
        QTRY_VERIFY(isShown(u"UID used twice: another file carries"_s));
        QVERIFY(!isShown(u"a.dcm"_s));
        m_settings->setValue(Setting::HidePatientText, false);
    }

    void aMapTakesThePlaceOfTheModels()
    {
        put(u"three/film.dcm"_s, m_chest->bytes);
        putObject(u"three/map.dcm"_s, ObjectKind::ParametricMap);
        m_review->open({file(u"three"_s)});
        QTRY_VERIFY(panel().choice().count() > 1); // an entry for each class
        QTRY_VERIFY(m_review->canvas().isOverlayShown());
        QVERIFY(panel().choice().currentText().contains(u"Class map"_s));
    }

    void aReportAloneIsShownAndAnotherFilmIsNotDrawnOn()
    {
        m_review->open({putObject(u"alone.dcm"_s, ObjectKind::StructuredReport)});
        QTRY_COMPARE(panel().choice().count(), 1);
        QVERIFY(panel().sentence().contains(u"Open its film"_s));
        test::FilmFixture other = test::lyingFilm();
        other.tags = [](DcmDataset& dataset) {
            dataset.putAndInsertString(DCM_SOPInstanceUID, "1.2.3.4");
        };
        m_review->open({put(u"other.dcm"_s, test::filmFile(other))});
        QTRY_VERIFY(m_review->canvas().hasStudy());
        QTRY_VERIFY(panel().sentence().contains(u"another film"_s));
        QVERIFY(panel().choice().currentText().contains(u"another film"_s));
    }

    void hiddenPatientTextHidesFreeText()
    {
        m_review->open({putObject(u"alone.dcm"_s, ObjectKind::StructuredReport)});
        QTRY_COMPARE(panel().choice().count(), 1);
        QVERIFY(rows().filter(u"(hidden)"_s).isEmpty());
        m_settings->setValue(Setting::HidePatientText, true);
        QVERIFY(!rows().filter(u"(hidden)"_s).isEmpty());
        QVERIFY(rows().filter(m_chest->film.sopInstanceUid).isEmpty());
    }

    void aClosedResultIsGone()
    {
        m_review->open({putObject(u"alone.dcm"_s, ObjectKind::StructuredReport)});
        QTRY_COMPARE(panel().choice().count(), 1);
        Q_EMIT panel().closeRequested();
        QCOMPARE(panel().choice().count(), 0);
        QVERIFY(panel().isHidden());
    }

    void theyComeBackWithTheSession()
    {
        put(u"four/film.dcm"_s, m_chest->bytes);
        const QString report = putObject(u"four/film.sr.dcm"_s, ObjectKind::StructuredReport);
        const QString state = putObject(u"four/film.gsps.dcm"_s, ObjectKind::PresentationState);
        m_review->open({file(u"four"_s)});
        QTRY_COMPARE(panel().choice().count(), 2);
        QTRY_VERIFY(m_review->canvas().hasStudy());
        m_review->saveSession();
        closeReview();
        QVERIFY(QFile::remove(state));
        openReview();
        m_review->restoreSession();
        QTRY_VERIFY(m_review->canvas().hasStudy());
        QTRY_COMPARE(panel().choice().count(), 1);
        QTRY_COMPARE(panel().sentence(), QString());
        QVERIFY2(m_review->messageBar().text().contains(u"1 file of the last session"_s),
                 qPrintable(m_review->messageBar().text()));
    }

    void aDamagedReportIsASentence()
    {
        const QByteArray whole = m_chest->make(ObjectKind::StructuredReport).bytes;
        m_review->open({put(u"cut.dcm"_s, whole.left(whole.size() / 2))});
        QTRY_VERIFY(m_review->messageBar().isVisible());
        QVERIFY(panel().isHidden());
    }

private:
    void startAfreshWithoutWindow()
    {
        closeReview();
        QFile::remove(file(u"settings.ini"_s));
        QFile::remove(sessionPath());
    }
};

QTEST_MAIN(TestResultsReadBack)
#include "test_results_read_back.moc"
