// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/isolation/decoder.h"

int main()
{
    return ccad::serveAsDecoder();
}
