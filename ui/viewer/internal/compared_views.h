// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QWidget>

class QLabel;
class QSplitter;

namespace ccad {

class ImageCanvas;
struct OpenedStudy;

/// One canvas, or two beside each other: on the left the study that the list chose, on the right a
/// pinned one. Linked, they zoom, pan and turn together; windows are never linked.
class ComparedViews final : public QWidget
{
    Q_OBJECT
public:
    explicit ComparedViews(QWidget* parent = nullptr);

    [[nodiscard]] ImageCanvas& main() const { return *m_main.canvas; }
    [[nodiscard]] ImageCanvas& pinned() const { return *m_pinned.canvas; }
    /// The canvas that had the focus last; the left one while it is alone.
    [[nodiscard]] ImageCanvas& active() const { return *m_active; }

    void setCompared(bool compared);
    [[nodiscard]] bool isCompared() const { return m_isCompared; }
    void setLinked(bool linked);
    [[nodiscard]] bool isLinked() const { return m_isLinked; }
    /// Shows a study on the left; if linked, in the same view as the right one.
    void showMain(const OpenedStudy& study);
    /// Sets the lines above the canvases, in sight while there are two.
    void setCaptions(const QString& main, const QString& pinned);

Q_SIGNALS:
    void activeChanged();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    struct Side
    {
        QWidget* box = nullptr;
        QLabel* caption = nullptr;
        ImageCanvas* canvas = nullptr;
    };
    [[nodiscard]] Side makeSide(const QString& name);
    void setActive(ImageCanvas* canvas);
    void follow(const ImageCanvas& leader, ImageCanvas& follower);
    static void setCaption(const Side& side, const QString& text, bool isShown);

    QSplitter* m_splitter;
    Side m_main;
    Side m_pinned;
    ImageCanvas* m_active;
    bool m_isCompared = false;
    bool m_isLinked = true;
};

} // namespace ccad
