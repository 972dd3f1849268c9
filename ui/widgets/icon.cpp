// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/icon.h"

#include "ui/widgets/theme.h"

#include <QFile>
#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPalette>
#include <QPixmapCache>
#include <QSvgRenderer>

using namespace Qt::StringLiterals;

// Outside any namespace, as Qt asks: the icons live in a static library.
static void initIconResource()
{
    Q_INIT_RESOURCE(ccad);
}

namespace ccad {

namespace {

QByteArray svgOf(const QString& name, const QColor& colour)
{
    initIcons();
    QFile file(u":/icons/%1.svg"_s.arg(name));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return file.readAll().replace("currentColor", colour.name(QColor::HexRgb).toLatin1());
}

class ThemedIconEngine final : public QIconEngine
{
public:
    explicit ThemedIconEngine(QString name) : m_name(std::move(name)) { }

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override
    {
        const qreal ratio = painter->device() ? painter->device()->devicePixelRatioF() : 1.0;
        painter->drawPixmap(rect, iconPixmap(m_name, rect.size(), colourOf(mode), ratio));
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State) override
    {
        return iconPixmap(m_name, size, colourOf(mode), 1.0);
    }

    QPixmap scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State, qreal scale) override
    {
        // QIcon passes the size in device pixels already.
        QPixmap result = iconPixmap(m_name, size, colourOf(mode), 1.0);
        result.setDevicePixelRatio(scale);
        return result;
    }

    QIconEngine* clone() const override { return new ThemedIconEngine(m_name); }
    QString key() const override { return u"ccad"_s; }
    bool isNull() override { return false; }

private:
    static QColor colourOf(QIcon::Mode mode)
    {
        const ThemeColours& c = currentColours();
        if (mode == QIcon::Disabled) {
            // Blended by hand: the SVG takes no alpha.
            const auto mix = [](int a, int b) { return (a * 45 + b * 55) / 100; };
            return {mix(c.mutedText.red(), c.surface.red()),
                    mix(c.mutedText.green(), c.surface.green()),
                    mix(c.mutedText.blue(), c.surface.blue())};
        }
        return c.text;
    }

    QString m_name;
};

} // namespace

void initIcons()
{
    static const bool done = (initIconResource(), true);
    Q_UNUSED(done)
}

QIcon themedIcon(const QString& name)
{
    return QIcon(new ThemedIconEngine(name));
}

QPixmap iconPixmap(const QString& name, QSize size, const QColor& colour, qreal devicePixelRatio)
{
    const QSize pixels = (QSizeF(size) * devicePixelRatio).toSize();
    const QString key = u"ccad-icon/%1/%2x%3/%4"_s.arg(name)
                            .arg(pixels.width())
                            .arg(pixels.height())
                            .arg(colour.name());
    QPixmap pixmap;
    if (!QPixmapCache::find(key, &pixmap)) {
        pixmap = QPixmap(pixels);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        QSvgRenderer(svgOf(name, colour)).render(&painter);
        painter.end();
        QPixmapCache::insert(key, pixmap);
    }
    pixmap.setDevicePixelRatio(devicePixelRatio);
    return pixmap;
}

} // namespace ccad
