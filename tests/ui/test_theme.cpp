// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/icon.h"
#include "ui/widgets/internal/style_sheet.h"
#include "ui/widgets/theme.h"

#include <QApplication>
#include <QDir>
#include <QtTest>

using namespace Qt::StringLiterals;

using namespace ccad;

class TestTheme final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void contrastRatioIsThatOfWcag()
    {
        QCOMPARE(contrastRatio(Qt::black, Qt::white), 21.0);
        QVERIFY(std::abs(contrastRatio(QColor(0x777777), Qt::white) - 4.478) < 0.001);
    }

    void textContrast_data()
    {
        QTest::addColumn<int>("theme");
        QTest::newRow("dark") << int(Theme::ReadingRoom);
        QTest::newRow("light") << int(Theme::Daylight);
    }

    void textContrast()
    {
        QFETCH(int, theme);
        const ThemeColours& c = coloursOf(Theme(theme));
        for (const QColor& background : {c.surface, c.field, c.window, c.hover})
            for (const QColor& text : {c.text, c.mutedText})
                QVERIFY2(contrastRatio(text, background) >= 4.5,
                         qPrintable(text.name() + u" on "_s + background.name()));
        QVERIFY(contrastRatio(c.accentText, c.accent) >= 4.5);
        QVERIFY(contrastRatio(c.error, c.surface) >= 4.5);
        QVERIFY(contrastRatio(c.error, c.hover) >= 4.5);
        // Shapes need 3:1 against what is beside them (WCAG 1.4.11).
        for (const QColor& shape : {c.positive, c.other, c.accent, c.warning, c.error, c.success})
            QVERIFY2(contrastRatio(shape, c.surface) >= 3, qPrintable(shape.name()));
        for (const QColor& fill : {c.positive, c.other})
            QVERIFY2(contrastRatio(fill, c.track) >= 3, qPrintable(fill.name()));
    }

    void paletteAgreesWithTheme_data() { textContrast_data(); }

    void paletteAgreesWithTheme()
    {
        QFETCH(int, theme);
        const ThemeColours& c = coloursOf(Theme(theme));
        const QPalette palette = paletteOf(Theme(theme));
        QCOMPARE(palette.color(QPalette::WindowText), c.text);
        QCOMPARE(palette.color(QPalette::Window), c.surface);
        QCOMPARE(themeOf(keyOf(Theme(theme))), Theme(theme));
    }

    void styleSheetNamesNoUnknownColour()
    {
        QVERIFY(!styleSheetOf(Theme::ReadingRoom).contains(QLatin1Char('@')));
    }

    void everyIconDraws()
    {
        const QStringList files
            = QDir(QStringLiteral(CCAD_SOURCE_DIR "/resources/icons")).entryList({u"*.svg"_s});
        QVERIFY(files.size() > 15);
        for (const QString& file : files) {
            const QString name = QFileInfo(file).completeBaseName();
            const QImage image = iconPixmap(name, QSize(20, 20), Qt::red, 2).toImage();
            QCOMPARE(image.size(), QSize(40, 40));
            int visible = 0;
            for (int y = 0; y < 40; ++y)
                for (int x = 0; x < 40; ++x)
                    visible += qAlpha(image.pixel(x, y)) > 128;
            QVERIFY2(visible > 20, qPrintable(name));
        }
    }

    void iconsFollowTheTheme()
    {
        const QIcon icon = themedIcon(u"close"_s);
        applyTheme(*qApp, Theme::Daylight);
        const QImage light = icon.pixmap(20, 20).toImage();
        applyTheme(*qApp, Theme::ReadingRoom);
        QVERIFY(icon.pixmap(20, 20).toImage() != light);
    }
};

QTEST_MAIN(TestTheme)
#include "test_theme.moc"
