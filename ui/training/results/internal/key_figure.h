// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;

namespace ccad {

/// One number in large type, what it is above it and its interval below.
class KeyFigure final : public QWidget
{
    Q_OBJECT
public:
    explicit KeyFigure(const QString& caption, QWidget* parent = nullptr);

    void setCaption(const QString& caption);
    /// `detail` may be empty.
    void setFigure(const QString& figure, const QString& detail);
    [[nodiscard]] QString figure() const;
    [[nodiscard]] QString detail() const;

private:
    void speak();

    QLabel* m_caption;
    QLabel* m_figure;
    QLabel* m_detail;
};

} // namespace ccad
