import { Fault, z } from '@invoicepatch/sdk';
import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Patch, Post } from '@nestjs/common';
import { IdPipe } from '../platform/nest/id-pipe.ts';
import { Needs } from '../platform/nest/needs.ts';
import { type Principal, roles } from '../platform/nest/principal.ts';
import { Who } from '../platform/nest/who.ts';
import { ZodPipe } from '../platform/nest/zod-pipe.ts';
import { People, type Person } from './people.ts';

const newUser = z.strictObject({
  email: z.email().max(320),
  name: z.string().trim().min(1).max(200),
  role: z.enum(roles),
  password: z.string().min(12, 'A password has at least 12 characters.').max(500),
});
const change = z.strictObject({ role: z.enum(roles).optional() });

@Controller('api/v1/users')
export class UsersController {
  constructor(@Inject(People) private readonly people: People) {}

  @Get()
  @Needs('admin')
  async list(@Who() { tenantId }: Principal) {
    return { items: await this.people.list(tenantId), nextCursor: null };
  }

  @Post()
  @Needs('admin')
  add(
    @Who() { tenantId, role }: Principal,
    @Body(new ZodPipe(newUser)) user: z.output<typeof newUser>,
  ): Promise<Person> {
    if (user.role === 'owner' && role !== 'owner') {
      throw new Fault('denied', 'user.owner-only', 'Only an owner can make, change or remove an owner.');
    }
    return this.people.add({ ...user, tenantId });
  }

  @Patch(':id')
  @Needs('admin')
  changeRole(
    @Who() { tenantId, role: asker }: Principal,
    @Param('id', new IdPipe('user')) userId: string,
    @Body(new ZodPipe(change)) { role }: z.output<typeof change>,
  ): Promise<Person> {
    if (role === undefined) return this.people.get(tenantId, userId);
    return this.people.changeRole({ tenantId, userId, role, asker });
  }

  @Delete(':id')
  @HttpCode(204)
  @Needs('admin')
  remove(@Who() { tenantId, role }: Principal, @Param('id', new IdPipe('user')) userId: string): Promise<void> {
    return this.people.remove({ tenantId, userId, asker: role });
  }
}
