// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/results/results_dialog.h"
#include "ui/results/results_preview.h"
#include "ui/results/results_saving.h"
#include "ui/results/shown_as.h"
#include "ui/settings/settings.h"
#include "ui/viewer/tags_panel.h"
#include "ui/viewer/view_transform.h"

#include <QCheckBox>
#include <QImage>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTreeView>
#include <QtTest>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::results;

namespace {

/// A picture of four different pixels, as the canvas turns it.
QImage turned(const QTransform& orientation)
{
    QImage film(2, 2, QImage::Format_RGB32);
    film.setPixel(0, 0, 0xFF000001);
    film.setPixel(1, 0, 0xFF000002);
    film.setPixel(0, 1, 0xFF000003);
    film.setPixel(1, 1, 0xFF000004);
    return film.transformed(orientation);
}

/// As objects say it: mirrored, then turned.
QImage described(const ShownAs& shown)
{
    QTransform turn;
    turn.rotate(90 * shown.quarterTurns);
    const QTransform mirror(shown.mirrored ? -1 : 1, 0, 0, 1, 0, 0);
    return turned(mirror * turn);
}

/// Objects as a worker makes them: a report of words and a picture.
MadeResultsPtr madeResults()
{
    auto made = std::make_shared<MadeResults>();
    TagNode name;
    name.tag = 0x00100010;
    name.name = u"Patient's Name"_s;
    name.value = u"Doe^Jane"_s;
    for (const ObjectKind kind : {ObjectKind::StructuredReport, ObjectKind::SecondaryCapture}) {
        made->film.made.push_back({kind, {}, {}, {}, {}});
        made->film.previews.push_back({kind, titleOf(kind), {}, {}, {{name}, false}});
    }
    made->film.previews[0].text = {u"Imaging Measurement Report"_s, u"  Finding: none"_s};
    made->pictures = {QImage(), QImage(8, 8, QImage::Format_RGB888)};
    return made;
}

QPushButton& nextButton(const ResultsDialog& dialog)
{
    for (QPushButton* button : dialog.findChildren<QPushButton*>())
        if (button->isDefault())
            return *button;
    qFatal("The dialog has no default button.");
}

} // namespace

/// Saving a finding as DICOM objects: what is asked, and what is handed on.
class TestSaveResults : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void objectsAreTurnedAsTheCanvas();
    void lookAndMeasurementsAreHandedOn();
    void aFilmNeedsKinds();
    void aPictureNeedsAPatient();
    void objectsAreShownBeforeTheyAreSaved();
    void whatCannotBeMadeIsSaid();
    void wordsSayWhatWasSaved();
};

void TestSaveResults::objectsAreTurnedAsTheCanvas()
{
    ViewTransform view;
    view.setImageSize({2, 2});
    view.setViewSize({2, 2});
    for (int flips = 0; flips < 4; ++flips)
        for (int quarters = 0; quarters < 4; ++quarters) {
            view.reset();
            if (flips & 1)
                view.flipHorizontally();
            if (flips & 2)
                view.flipVertically();
            for (int i = 0; i < quarters; ++i)
                view.rotateRight();
            ShownStudy study;
            study.orientation = view.orientation();
            const ShownAs shown = shownAs(study, {});
            QCOMPARE(described(shown), turned(view.orientation()));
        }
}

void TestSaveResults::lookAndMeasurementsAreHandedOn()
{
    ShownStudy study;
    study.voi = VoiWindow{100, 50, VoiFunction::Sigmoid, u"bone"_s};
    study.isInverted = true;
    study.arePlanesHidden = true;
    study.style = OverlayStyle::Both;
    ReportContent content;
    content.measurements = {{Measurement::Kind::Length, {{0, 0}, {30, 40}}}};
    const ShownAs shown = shownAs(study, content);
    QCOMPARE(std::get<VoiWindow>(shown.voi), std::get<VoiWindow>(study.voi));
    QVERIFY(shown.inverted);
    QVERIFY(shown.arePlanesHidden);
    QVERIFY(shown.map == MapStyle::Both);
    QCOMPARE(int(shown.measurements.size()), 1);
    QCOMPARE(shown.measurements[0].points, content.measurements[0].points);
    QCOMPARE(shown.measurements[0].text, u"50 pixels"_s);
}

void TestSaveResults::aFilmNeedsKinds()
{
    Settings settings;
    ResultsDialog dialog(true, settings);
    ResultsChoice asked;
    connect(&dialog, &ResultsDialog::previewRequested, &dialog,
            [&asked](const ResultsChoice& choice) { asked = choice; });
    QPushButton& next = nextButton(dialog);
    QVERIFY(next.isEnabled());
    for (QCheckBox* box : dialog.findChildren<QCheckBox*>())
        box->setChecked(false);
    QVERIFY(!next.isEnabled());
    dialog.findChild<QCheckBox*>(u"kind-gsps"_s)->setChecked(true);
    QVERIFY(next.isEnabled());
    QVERIFY(dialog.findChild<QCheckBox*>(u"anonymous"_s) == nullptr);
    next.click();
    QVERIFY(asked.kinds == std::vector{ObjectKind::PresentationState});
    QVERIFY(!asked.typed);
}

void TestSaveResults::aPictureNeedsAPatient()
{
    Settings settings;
    ResultsDialog dialog(false, settings);
    ResultsChoice asked;
    connect(&dialog, &ResultsDialog::previewRequested, &dialog,
            [&asked](const ResultsChoice& choice) { asked = choice; });
    QPushButton& next = nextButton(dialog);
    QVERIFY(!next.isEnabled());
    auto* anonymous = dialog.findChild<QCheckBox*>(u"anonymous"_s);
    anonymous->setChecked(true);
    QVERIFY(next.isEnabled());
    anonymous->setChecked(false);
    dialog.findChild<QLineEdit*>(u"patient-name"_s)->setText(u"Doe^Jane"_s);
    dialog.findChild<QLineEdit*>(u"patient-id"_s)->setText(u"7"_s);
    auto* date = dialog.findChild<QLineEdit*>(u"study-date"_s);
    date->setText(u"30.11.2026"_s);
    QVERIFY(!next.isEnabled());
    date->setText(u"2026-11-30"_s);
    QVERIFY(next.isEnabled());
    next.click();
    QVERIFY(asked.typed);
    QCOMPARE(asked.typed->patientName, u"Doe^Jane"_s);
    QCOMPARE(asked.typed->studyDate, QDate(2026, 11, 30));
}

void TestSaveResults::objectsAreShownBeforeTheyAreSaved()
{
    Settings settings;
    ResultsDialog dialog(true, settings);
    QSignalSpy asked(&dialog, &ResultsDialog::previewRequested);
    MadeResultsPtr saved;
    QString savedTo;
    connect(&dialog, &ResultsDialog::saveRequested, &dialog,
            [&](const MadeResultsPtr& made, const QString& folder) {
                saved = made;
                savedTo = folder;
            });
    QPushButton& next = nextButton(dialog);
    dialog.show(); // and no folder is chosen
    next.click();
    QCOMPARE(asked.size(), 1);
    QVERIFY(!next.isEnabled()); // while they are being made
    QVERIFY(!saved);

    const MadeResultsPtr made = madeResults();
    dialog.showMade(made);
    const ResultsPreview& preview = dialog.preview();
    QCOMPARE(preview.list().count(), 2);
    QCOMPARE(preview.currentObject(), 0);
    QVERIFY(preview.text().toPlainText().startsWith(u"Imaging Measurement Report"_s));
    QVERIFY(preview.text().isVisible());
    const QModelIndex row = preview.tags().tree().model()->index(0, 3);
    QCOMPARE(row.data().toString(), u"Doe^Jane"_s);
    preview.list().setCurrentRow(1);
    QVERIFY(!preview.text().isVisible()); // a picture instead

    // Another choice makes other objects: these are not saved.
    for (QPushButton* button : dialog.findChildren<QPushButton*>())
        if (button->text() == u"&Back"_s)
            button->click();
    QCOMPARE(next.text(), u"&Preview"_s);
    next.click();
    QCOMPARE(asked.size(), 2);
    dialog.showMade(made);
    QCOMPARE(next.text(), u"&Save"_s);
    QVERIFY(!saved);
    auto* folder = dialog.findChild<QLineEdit*>(u"folder"_s);
    QVERIFY(!next.isEnabled());
    folder->setText(u"somewhere"_s);
    QVERIFY(!next.isEnabled()); // where that is, nobody knows
    folder->setText(u"/somewhere"_s);
    QVERIFY(next.isEnabled());
    next.click();
    QCOMPARE(saved, made);
    QCOMPARE(savedTo, u"/somewhere"_s);
    QVERIFY(!dialog.isVisible());
}

void TestSaveResults::whatCannotBeMadeIsSaid()
{
    Settings settings;
    ResultsDialog dialog(true, settings);
    auto made = std::make_shared<MadeResults>();
    made->film.leftOut = {{ObjectKind::Segmentation, u"No lungs were found on the film."_s}};
    dialog.showMade(made);
    QCOMPARE(dialog.findChild<QLabel*>(u"missing"_s)->text(),
             u"No lungs were found on the film."_s);
    QCOMPARE(nextButton(dialog).text(), u"&Preview"_s);
}

void TestSaveResults::wordsSayWhatWasSaved()
{
    FilmResults saved;
    saved.judgement.reason = u"No film."_s;
    QCOMPARE(failureWords(saved), u"No film."_s);
    saved.objects = {{ObjectKind::Pdf, u"/a/b.pdf.dcm"_s, {}, {}}};
    saved.leftOut = {{ObjectKind::Segmentation, u"No lungs were found on the film."_s}};
    QVERIFY(failureWords(saved).isEmpty());
    QCOMPARE(savedWords(saved, u"/a"_s),
             u"Saved in /a: Report as PDF. No lungs were found on the film."_s);
    saved.problem = Error{ErrorCode::WriteFailed, u"The disk is full."_s, {}};
    QCOMPARE(failureWords(saved), u"The disk is full."_s);
}

QTEST_MAIN(TestSaveResults)
#include "test_save_results.moc"
