// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/patience.h"
#include "tests/ui/ui_fixtures.h"
#include "ui/report/picture_output.h"
#include "ui/report/report_blocks.h"
#include "ui/report/report_painter.h"
#include "ui/report/report_pdf.h"
#include "ui/report/report_window.h"
#include "ui/widgets/message_bar.h"

#include <QFile>
#include <QPainter>
#include <QPlainTextEdit>
#include <QProcess>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

using namespace Qt::StringLiterals;

using namespace ccad;

class TestReport final : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    static ReportContent content()
    {
        ReportContent content;
        content.title = u"average.dcm"_s;
        content.patient = {u"DOE, JANE"_s, u"Female, 61 years"_s};
        content.time = QDateTime({2026, 1, 2}, {3, 4, 5}, Qt::UTC);
        content.picture = QImage(300, 200, QImage::Format_Grayscale8);
        content.picture.fill(90);
        content.window = u"W 400 L 40"_s;
        content.overlay.colours = QImage(30, 20, QImage::Format_ARGB32_Premultiplied);
        content.overlay.colours.fill(qPremultiply(qRgba(255, 0, 0, 128)));
        content.overlayTitle = u"CAM for COVID-19, last layer"_s;
        content.spacing = PixelSpacing{0.5, 0.5, SpacingSource::PixelSpacing};
        content.measurements = {{Measurement::Kind::Length, {{10, 10}, {110, 10}}}};
        content.finding = test::findingOf({0.7F, 0.2F, 0.1F}, 0);
        content.finding->warnings = {u"This is a lateral view."_s};
        content.model = test::threeClasses();
        content.comment = u"Seen by me."_s;
        return content;
    }

    static QString words(const ReportContent& content)
    {
        QString all;
        for (const ReportPage& page : layOutReport(content))
            for (const ReportText& text : page.texts)
                all += text.text + QLatin1Char('\n');
        return all;
    }

private Q_SLOTS:
    void initTestCase()
    {
        // Another run of this program, for anotherRunGivesTheSameBytes().
        const QString path = qEnvironmentVariable("CCAD_REPORT_TO");
        if (!path.isEmpty())
            std::exit(writeReportPdf(content(), path) ? 0 : 1);
    }

    void anotherRunGivesTheSameBytes()
    {
        const QString path = m_folder.filePath(u"other.pdf"_s);
        QProcess other;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"CCAD_REPORT_TO"_s, path);
        other.setProcessEnvironment(environment);
        other.start(QCoreApplication::applicationFilePath(), QStringList());
        QVERIFY(other.waitForFinished(test::patienceMs));
        QCOMPARE(other.exitCode(), 0);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), reportPdf(content()));
    }

    void saysEverything()
    {
        const QString text = words(content());
        for (const char* part :
             {"average.dcm", "DOE, JANE", "2026-01-02 03:04", "W 400 L 40", "COVID-19", "70.0 %",
              "threshold of 40.0 %", "Other pneumonia: 20.0 %", "This is a lateral view.",
              "50.0 mm", "test-model, version 1.2.3", "Nobody has tested this model",
              "CAM for COVID-19", "Seen by me.", "Research use only. Not for diagnosis.",
              "Page 1 of 1"})
            QVERIFY2(text.contains(QLatin1String(part)), part);
    }

    void severityIsPrintedOnRequestAlone()
    {
        ReportContent severe = content();
        severe.finding->severity = {{SeverityScore::Opacity, 2.5, 1, 4}};
        QVERIFY(!words(severe).contains(u"pacity"_s));
        severe.showsSeverity = true;
        QString text = words(severe);
        QVERIFY(
            text.replace(u'\n', u' ')
                .contains(u"Opacity 2.5 of 6 (1.0 to 4.0): research output, not a measurement."_s));
        severe.finding->severity.clear();
        QVERIFY(!words(severe).contains(u"pacity"_s));
    }

    void saysWhyThereIsNoFinding()
    {
        ReportContent without = content();
        without.finding.reset();
        without.noFinding = u"The model could not be loaded."_s;
        QVERIFY(words(without).contains(without.noFinding));

        ReportContent refused = content();
        refused.finding->status = Finding::Status::Refused;
        refused.finding->reason = u"This is a hand."_s;
        const QString text = words(refused);
        QVERIFY(text.contains(u"Refused"_s));
        QVERIFY(text.contains(refused.finding->reason));
        QVERIFY(text.contains(u"mean nothing"_s));
    }

    void losesNothingOfALongComment()
    {
        ReportContent longOne = content();
        longOne.comment.clear();
        for (int i = 0; i < 300; ++i)
            longOne.comment += u"Line number %1.\n"_s.arg(i);
        const auto pages = layOutReport(longOne);
        QVERIFY(pages.size() >= 2);
        const QString text = words(longOne);
        QVERIFY(text.contains(u"Line number 0."_s));
        QVERIFY(text.contains(u"Line number 299."_s));
        QCOMPARE(text.count(u"Research use only"_s), int(pages.size()));
        for (const ReportPage& page : pages)
            for (const ReportText& line : page.texts)
                QVERIFY(line.baseLine.y() < reportPageSize.height() - 20);
    }

    void tellsHowThePictureIsTurned()
    {
        QCOMPARE(orientationText({}), u"Turned as in the file."_s);
        QVERIFY(orientationText(QTransform(0, 1, -1, 0, 0, 0)).contains(u"90°"_s));
        QVERIFY(orientationText(QTransform(-1, 0, 0, 1, 0, 0)).contains(u"Mirrored"_s));
    }

    void everyLengthSaysWhereItHolds()
    {
        const auto textWith = [](SpacingSource source) {
            ReportContent with = content();
            with.spacing = PixelSpacing{0.5, 0.5, source, 1.25};
            return words(with).replace(u'\n', u' ');
        };
        const QString stated = textWith(SpacingSource::MagnificationFactor);
        QVERIFY(stated.contains(u"50.0 mm in the patient, by the magnification factor"_s));
        QVERIFY2(stated.contains(u"magnification factor 1.25"_s), qPrintable(stated));
        const QString distances = textWith(SpacingSource::SourceDistances);
        QVERIFY(distances.contains(u"50.0 mm in the patient, by the distances"_s));
        QVERIFY(distances.contains(u"divided by 1.25"_s));
        const QString object = textWith(SpacingSource::CalibratedByObject);
        QVERIFY(object.contains(u"50.0 mm, calibrated with an object of known size"_s));
        QVERIFY(object.contains(u"FIDUCIAL"_s));
        QVERIFY(textWith(SpacingSource::CalibratedByGeometry).contains(u"GEOMETRY"_s));
        QVERIFY(textWith(SpacingSource::Calibrated).contains(u"50.0 mm, calibrated"_s));
        const QString open = textWith(SpacingSource::PixelSpacing);
        QVERIFY(open.contains(u"50.0 mm, plane not stated"_s));
        QVERIFY(open.contains(u"does not say whether"_s));
    }

    void paintsThePictures()
    {
        const auto pages = reportImages(content(), 1);
        QCOMPARE(int(pages.size()), 1);
        // The left picture is grey, the right one has red laid over it.
        int grey = 0;
        int red = 0;
        for (int y = 0; y < pages.front().height(); ++y)
            for (int x = 0; x < pages.front().width(); ++x) {
                const QRgb pixel = pages.front().pixel(x, y);
                grey += pixel == qRgb(90, 90, 90) ? 1 : 0;
                red += qRed(pixel) > qBlue(pixel) + 40 ? 1 : 0;
            }
        QVERIFY2(grey > 20000, qPrintable(QString::number(grey)));
        QVERIFY2(red > 20000, qPrintable(QString::number(red)));
    }

    void whatTheFileDrawsIsInEachPicture()
    {
        const auto whites = [](const ReportContent& content) {
            QImage image(600, 400, QImage::Format_RGB32);
            int count = 0;
            for (const bool withOverlay : {false, true}) {
                QPainter painter(&image);
                paintReportPicture(painter, image.rect(), content, withOverlay);
                painter.end();
                for (int y = 100; y < 300; ++y) // without marks at the edges
                    for (int x = 150; x < 450; ++x)
                        count += image.pixel(x, y) == qRgb(255, 255, 255);
            }
            return count;
        };
        ReportContent with = content();
        with.measurements.clear();
        QCOMPARE(whites(with), 0);
        const auto isSet = [](int column, int row) { return row == 70 && column >= 100; };
        with.planes = {test::planeOf(300, 200, isSet)};
        const int drawn = whites(with); // twice, 250 pixels long and two high
        QVERIFY2(drawn > 2 * 2 * 230 && drawn < 2 * 3 * 260, qPrintable(QString::number(drawn)));
        const QString sentence = u"overlays that the file brings along are switched off"_s;
        QVERIFY(!words(with).replace(u'\n', u' ').contains(sentence));
        with.planes.clear();
        with.arePlanesHidden = true;
        QVERIFY(words(with).replace(u'\n', u' ').contains(sentence));
    }

    void theSameContentGivesTheSameBytes()
    {
        const QByteArray first = reportPdf(content());
        QVERIFY(first.startsWith("%PDF-"));
        QVERIFY(first.contains("D:20260102030405"));
        // The clock of a PDF counts seconds: the second one is written in another.
        const QDateTime before = QDateTime::currentDateTime();
        QTRY_VERIFY(before.secsTo(QDateTime::currentDateTime()) >= 1);
        QCOMPARE(reportPdf(content()), first);
        ReportContent other = content();
        other.comment += QLatin1Char('!');
        QVERIFY(reportPdf(other) != first);
    }

    void aPdfThatCannotBeWrittenSaysSo()
    {
        const auto written = writeReportPdf(content(), m_folder.filePath(u"none/report.pdf"_s));
        QVERIFY(!written);
        QCOMPARE(written.error().code, ErrorCode::WriteFailed);
    }

    void theWindowShowsSavesAndTellsTheComment()
    {
        ReportWindow window(content());
        window.show();
        QTRY_COMPARE(window.pageCount(), 1);
        QSignalSpy comments(&window, &ReportWindow::commentChanged);
        auto* field = window.findChild<QPlainTextEdit*>();
        QCOMPARE(field->toPlainText(), content().comment);
        field->setPlainText(u"Another comment."_s);
        QCOMPARE(comments.count(), 1);
        QCOMPARE(window.content().comment, u"Another comment."_s);

        QSignalSpy saved(&window, &ReportWindow::saved);
        const QString path = m_folder.filePath(u"report.pdf"_s);
        window.savePdf(path);
        QTRY_COMPARE(saved.count(), 1);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray bytes = file.readAll();
        for (int i = 0; i < 10; ++i)
            QCOMPARE(reportPdf(window.content()), reportPdf(window.content()));
        QCOMPARE(bytes, reportPdf(window.content()));

        window.savePdf(m_folder.filePath(u"none/report.pdf"_s));
        QTRY_VERIFY(window.messageBar().text().contains(u"none/report.pdf"_s));
    }

    void theOverlayPngIsTurnedAsOnScreen()
    {
        const ReportContent c = content();
        const QImage picture
            = overlaidPicture(c.picture, c.overlay, 1, QTransform(0, 1, -1, 0, 0, 0), {});
        QCOMPARE(picture.size(), QSize(200, 300));
        QVERIFY(qRed(picture.pixel(100, 150)) > qBlue(picture.pixel(100, 150)) + 40);
        // What the file draws turns with it: row 10, near the top, comes to the right.
        const auto isSet = [](int column, int row) { return row == 10 && column < 150; };
        const QImage drawn = overlaidPicture(c.picture, c.overlay, 1, QTransform(0, 1, -1, 0, 0, 0),
                                             {test::planeOf(300, 200, isSet)});
        QCOMPARE(drawn.pixel(189, 0), qRgb(255, 255, 255));
        QCOMPARE(drawn.pixel(189, 149), qRgb(255, 255, 255));
        QCOMPARE(drawn.pixel(189, 155), picture.pixel(189, 155));
        QCOMPARE(drawn.pixel(10, 10), picture.pixel(10, 10));
        const QString path = m_folder.filePath(u"overlay.png"_s);
        QVERIFY(saveOverlayPng(path, c.picture, c.overlay, 1, {}, {}).hasValue());
        QCOMPARE(QImage(path).size(), c.picture.size());
        QVERIFY(
            !saveOverlayPng(m_folder.filePath(u"none/o.png"_s), c.picture, c.overlay, 1, {}, {}));
    }
};

QTEST_MAIN(TestReport)
#include "test_report.moc"
